package io.jenkins.plugins.fleetimagescan.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The .hpi as Jenkins will read it. */
public class PluginFileIT {
    private static final long MAX_BYTES = 1 << 20;
    private static final String OURS = "io/jenkins/plugins/fleetimagescan/";

    /** When every entry was last changed, as far as an archive that is built twice to the same bytes says. */
    private static final String TIME = "2026-01-01T00:00:00Z";

    private static byte[] file;
    private static Map<String, byte[]> entries;
    private static Map<String, byte[]> jar;

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    @BeforeClass
    public static void read() throws IOException {
        file = Files.readAllBytes(Path.of(System.getProperty("plugin.file")));
        entries = unzip(file);
        jar = unzip(entries.get("WEB-INF/lib/fleet-image-scan.jar"));
    }

    private static Map<String, byte[]> unzip(byte[] archive) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getTimeLocal().toString() + ":00Z")
                        .as(entry.getName())
                        .isEqualTo(TIME);
                if (!entry.isDirectory()) {
                    found.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        return found;
    }

    @Test
    public void holdsOurJarAndTheTwoLibrariesThatNoPluginProvides() {
        assertThat(entries.keySet())
                .filteredOn(name -> name.endsWith(".jar"))
                .hasSize(3)
                .allMatch(name -> name.matches("WEB-INF/lib/(fleet-image-scan|jmustache-[0-9.]+|re2j-[0-9.]+)\\.jar"));
        assertThat(entries.keySet()).noneMatch(name -> name.startsWith("WEB-INF/classes/"));
        assertThat(file.length).isLessThan((int) MAX_BYTES);
    }

    @Test
    public void manifestTellsJenkinsWhatItNeeds() throws IOException {
        Attributes manifest = manifest(entries);
        assertThat(manifest.getValue("Short-Name")).isEqualTo("fleet-image-scan");
        assertThat(manifest.getValue("Long-Name")).isEqualTo("Fleet Image Scan");
        assertThat(manifest.getValue("Group-Id")).isEqualTo("io.jenkins.plugins");
        assertThat(manifest.getValue("Plugin-Version")).isEqualTo(System.getProperty("plugin.version"));
        assertThat(manifest.getValue("Jenkins-Version")).isEqualTo("2.528.3");
        assertThat(manifest.getValue("Minimum-Java-Version")).isEqualTo("17");
        assertThat(manifest.getValue("Plugin-Dependencies").split(","))
                .containsExactlyInAnyOrder(
                        "bouncycastle-api:2.30.1.84-291.v9f17b_21896e2",
                        "credentials:1453.v9b_a_29777a_b_fd",
                        "git-client:6.4.3",
                        "jackson2-api:2.20.1-423.v13951f6b_6532",
                        "plain-credentials:199.v9f8e1f741799",
                        "snakeyaml-api:2.5-143.v93b_c004f89de",
                        "ssh-credentials:361.vb_f6760818e8c",
                        "structs:362.va_b_695ef4fdf9",
                        "workflow-step-api:710.v3e456cc85233",
                        "git:5.8.1;resolution:=optional",
                        "scm-api:728.vc30dcf7a_0df5;resolution:=optional");
    }

    @Test
    public void innerManifestMakesItsClassesAcceptableFromAgents() throws IOException {
        Attributes manifest = manifest(jar);
        assertThat(manifest.getValue("Short-Name")).isEqualTo("fleet-image-scan");
        assertThat(manifest.getValue("Plugin-Version")).isEqualTo(System.getProperty("plugin.version"));
        assertThat(manifest.getValue("Jenkins-Version")).isEqualTo("2.528.3");
    }

    private static Attributes manifest(Map<String, byte[]> archive) throws IOException {
        return new Manifest(new ByteArrayInputStream(archive.get("META-INF/MANIFEST.MF"))).getMainAttributes();
    }

    @Test
    public void innerJarHoldsOurClassesWithoutTheCommandLine() {
        assertThat(jar.keySet())
                .filteredOn(name -> name.endsWith(".class"))
                .isNotEmpty()
                .allMatch(name -> name.startsWith(OURS))
                .noneMatch(name -> name.startsWith(OURS + "cli/"));
        assertThat(jar).containsKey("index.jelly");
    }

    @Test
    public void extensionsAndSymbolsAreIndexed() {
        assertThat(index("META-INF/annotations/hudson.Extension.txt"))
                .contains(
                        "io.jenkins.plugins.fleetimagescan.FleetImageScanStep$DescriptorImpl",
                        "io.jenkins.plugins.fleetimagescan.FleetImageScanBuilder$DescriptorImpl",
                        "io.jenkins.plugins.fleetimagescan.configuration.FleetImageScanConfiguration",
                        "io.jenkins.plugins.fleetimagescan.configuration.RegistryConfiguration$DescriptorImpl",
                        "io.jenkins.plugins.fleetimagescan.credentials.SecretBinding$DescriptorImpl")
                .allMatch(PluginFileIT::isPacked);
        assertThat(jar).containsKey("META-INF/annotations/hudson.Extension");
        List<String> symbols = new ArrayList<>();
        // Where annotation-indexer writes, and where classindex does; Jenkins reads both.
        symbols.addAll(index("META-INF/services/annotations/org.jenkinsci.Symbol"));
        symbols.addAll(index("META-INF/annotations/org.jenkinsci.Symbol"));
        assertThat(symbols)
                .contains(
                        "io.jenkins.plugins.fleetimagescan.FleetImageScanBuilder$DescriptorImpl",
                        "io.jenkins.plugins.fleetimagescan.configuration.FleetImageScanConfiguration")
                .allMatch(PluginFileIT::isPacked);
    }

    private static List<String> index(String name) {
        byte[] content = jar.get(name);
        return content == null
                ? List.of()
                : new String(content, StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("#") && !line.isBlank())
                        .map(line -> line.replaceAll("[#:({].*", ""))
                        .toList();
    }

    private static boolean isPacked(String className) {
        return jar.containsKey(className.replace('.', '/') + ".class");
    }

    /** Stapler binds forms and Pipeline arguments by the names of parameters. */
    @Test
    public void parametersHaveNames() throws Exception {
        Path inner = temporary.newFile("plugin.jar").toPath();
        Files.write(inner, entries.get("WEB-INF/lib/fleet-image-scan.jar"));
        try (URLClassLoader loader = new OurClassesFirst(inner.toUri().toURL())) {
            Parameter[] parameters = loader.loadClass("io.jenkins.plugins.fleetimagescan.credentials.SecretBinding")
                    .getConstructor(String.class)
                    .getParameters();
            assertThat(parameters).hasSize(1);
            assertThat(parameters[0].isNamePresent()).isTrue();
            assertThat(parameters[0].getName()).isEqualTo("name");
            assertThat(Arrays.stream(loader.loadClass("io.jenkins.plugins.fleetimagescan.ScanParametersForm")
                                    .getMethods())
                            .filter(method -> method.getName().equals("doCheckRepo"))
                            .flatMap(method -> Arrays.stream(method.getParameters()))
                            .map(Parameter::getName))
                    .containsExactly("value");
        }
    }

    private static final class OurClassesFirst extends URLClassLoader {
        OurClassesFirst(URL jar) {
            super(new URL[] {jar}, PluginFileIT.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.replace('.', '/').startsWith(OURS) && findResource(name.replace('.', '/') + ".class") != null) {
                synchronized (getClassLoadingLock(name)) {
                    Class<?> loaded = findLoadedClass(name);
                    return loaded == null ? findClass(name) : loaded;
                }
            }
            return super.loadClass(name, resolve);
        }
    }

    @Test
    public void everyTextIsThereInBothLanguages() throws IOException {
        for (String name : jar.keySet()) {
            if (name.endsWith("Messages.properties")) {
                String japanese = name.replace(".properties", "_ja.properties");
                assertThat(jar).containsKeys(japanese, name.replace(".properties", ".class"));
                assertThat(keys(japanese)).as(japanese).isEqualTo(keys(name));
            }
            if (name.matches(".*/help[^/]*\\.html") && !name.endsWith("_ja.html")) {
                assertThat(jar).containsKey(name.replace(".html", "_ja.html"));
            }
        }
    }

    private static java.util.Set<Object> keys(String name) throws IOException {
        java.util.Properties properties = new java.util.Properties();
        try (InputStream in = new ByteArrayInputStream(jar.get(name))) {
            properties.load(in);
        }
        return properties.keySet();
    }
}
