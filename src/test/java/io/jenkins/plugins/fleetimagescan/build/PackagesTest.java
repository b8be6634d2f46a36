package io.jenkins.plugins.fleetimagescan.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchUnitRunner;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import org.junit.runner.RunWith;

/** Which package may use which. */
@RunWith(ArchUnitRunner.class)
@AnalyzeClasses(packages = "io.jenkins.plugins.fleetimagescan", importOptions = ImportOption.DoNotIncludeTests.class)
public class PackagesTest {
    private static final String ROOT = "io.jenkins.plugins.fleetimagescan.";

    private static final DescribedPredicate<JavaClass> OF_JENKINS = new DescribedPredicate<>("of Jenkins or a plugin") {
        @Override
        public boolean test(JavaClass type) {
            return type.getName()
                    .matches("(hudson|jenkins|com\\.cloudbees|org\\.kohsuke|org\\.jenkinsci|net\\.sf\\.json)\\..*");
        }
    };

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_NOTHING_OF_JENKINS = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "engine..", ROOT + "cli..")
            .should()
            .dependOnClassesThat(OF_JENKINS);

    @ArchTest
    static final ArchRule THE_ENGINE_IS_FOR_THE_COMMAND_LINE_AND_JENKINS = noClasses()
            .that()
            .resideInAPackage(ROOT + "engine..")
            .should()
            .dependOnClassesThat(new DescribedPredicate<>("of ours outside the engine") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getPackageName().startsWith(ROOT.substring(0, ROOT.length() - 1))
                            && !type.getPackageName().startsWith(ROOT + "engine");
                }
            });

    /** From the bottom up: each layer may use those above its line. */
    @ArchTest
    static final ArchRule THE_ROOMS_OF_THE_ENGINE_BUILD_ON_EACH_OTHER_IN_ONE_DIRECTION =
            Architectures.layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("problem")
                    .definedBy(ROOT + "engine.problem..")
                    .layer("image")
                    .definedBy(ROOT + "engine.image..")
                    .layer("policy")
                    .definedBy(ROOT + "engine.policy..")
                    .layer("tree")
                    .definedBy(ROOT + "engine.tree..")
                    .layer("fleet")
                    .definedBy(ROOT + "engine.fleet..")
                    .layer("manifest")
                    .definedBy(ROOT + "engine.manifest..")
                    .layer("git")
                    .definedBy(ROOT + "engine.git..")
                    .layer("registry")
                    .definedBy(ROOT + "engine.registry..")
                    .layer("run")
                    .definedBy(ROOT + "engine.run..")
                    .whereLayer("run")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("registry")
                    .mayOnlyBeAccessedByLayers("run")
                    .whereLayer("git")
                    .mayOnlyBeAccessedByLayers("run")
                    .whereLayer("manifest")
                    .mayOnlyBeAccessedByLayers("git", "run")
                    .whereLayer("fleet")
                    .mayOnlyBeAccessedByLayers("manifest", "git", "run")
                    .whereLayer("tree")
                    .mayOnlyBeAccessedByLayers("fleet", "manifest", "git", "run")
                    .whereLayer("policy")
                    .mayOnlyBeAccessedByLayers("fleet", "manifest", "git", "run")
                    .whereLayer("image")
                    .mayNotAccessAnyLayer()
                    .whereLayer("problem")
                    .mayNotAccessAnyLayer();
}
