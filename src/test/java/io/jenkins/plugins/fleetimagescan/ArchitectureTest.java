package io.jenkins.plugins.fleetimagescan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchUnitRunner;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.runner.RunWith;

/** What docs/architecture.md says of the packages. */
@RunWith(ArchUnitRunner.class)
@AnalyzeClasses(packages = "io.jenkins.plugins.fleetimagescan", importOptions = ImportOption.DoNotIncludeTests.class)
public class ArchitectureTest {
    private static final String ROOT = "io.jenkins.plugins.fleetimagescan.";

    @ArchTest
    public static final ArchRule theEngineAndTheCommandLineKnowNothingOfJenkins = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "engine..", ROOT + "cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "hudson..",
                    "jenkins..",
                    "org.jenkinsci..",
                    "org.kohsuke.stapler..",
                    "com.cloudbees..",
                    "net.sf.json..",
                    "jakarta.servlet..");

    @ArchTest
    public static final ArchRule theEngineUsesNothingOfOursButItself = noClasses()
            .that()
            .resideInAPackage(ROOT + "engine..")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT.substring(0, ROOT.length() - 1) + "..")
                    .and(JavaClass.Predicates.resideOutsideOfPackage(ROOT + "engine..")));

    @ArchTest
    public static final ArchRule thePluginDoesNotUseTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "cli..");

    @ArchTest
    public static final ArchRule noPackageDependsOnItselfThroughOthers =
            slices().assignedFrom(new EachPackage()).should().beFreeOfCycles();

    @ArchTest
    public static final ArchRule onlyTheCommandLineUsesItsLibraries = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "me.tongfei..");

    /** A row may use the rows below it. */
    @ArchTest
    public static final ArchRule thePackagesOfTheEngineDependInOneDirection = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("run")
            .definedBy(ROOT + "engine.run..")
            .layer("git")
            .definedBy(ROOT + "engine.git..")
            .layer("manifest")
            .definedBy(ROOT + "engine.manifest..")
            .layer("fleet")
            .definedBy(ROOT + "engine.fleet..")
            .layer("policy")
            .definedBy(ROOT + "engine.policy..")
            .layer("tree")
            .definedBy(ROOT + "engine.tree..")
            .layer("registry")
            .definedBy(ROOT + "engine.registry..")
            .layer("image")
            .definedBy(ROOT + "engine.image..")
            .layer("problem")
            .definedBy(ROOT + "engine.problem..")
            .whereLayer("run")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("git")
            .mayOnlyBeAccessedByLayers("run")
            .whereLayer("registry")
            .mayOnlyBeAccessedByLayers("run")
            .whereLayer("manifest")
            .mayOnlyBeAccessedByLayers("git", "run")
            .whereLayer("fleet")
            .mayOnlyBeAccessedByLayers("manifest", "git", "run")
            .whereLayer("policy")
            .mayOnlyBeAccessedByLayers("fleet", "run")
            .whereLayer("tree")
            .mayOnlyBeAccessedByLayers("manifest", "git", "run")
            .whereLayer("image")
            .mayOnlyBeAccessedByLayers("policy", "registry", "fleet", "manifest", "git", "run");

    /** A pattern of names would leave out the root package. */
    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }
}
