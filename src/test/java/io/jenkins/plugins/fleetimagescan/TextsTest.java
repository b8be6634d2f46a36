package io.jenkins.plugins.fleetimagescan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;

/** What users read is there in English and in Japanese, and every field of a form is explained and checked. */
public class TextsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path RESOURCES = Path.of("src/main/resources");

    /** The one text of Jenkins' plugin manager, which is English there. */
    private static final Path ROOT_DESCRIPTION = RESOURCES.resolve("index.jelly");

    /** {@code ${%text}} and {@code ${%key(arguments)}}. */
    private static final Pattern TEXT = Pattern.compile("\\$\\{%([^}(]+)(\\(.*?\\))?\\}");

    private static final Pattern FIELD =
            Pattern.compile("<f:(?:entry|optionalBlock|optionalProperty)\\b[^>]*\\bfield=\"(\\w+)\"");

    /** What a form need not check: a wrong value is impossible, or only somebody else can tell. */
    private static final Map<String, String> UNCHECKED = Map.ofEntries(
            Map.entry("FleetImageScanStep.tryImage", "checked by the button"),
            Map.entry("FleetImageScanStep.trySecret", "checked by the button"),
            Map.entry("FleetImageScanStep.tryPolicy", "a drop-down"),
            Map.entry("FleetImageScanStep.tryValue", "checked by the button"),
            Map.entry("FleetImageScanStep.tryPattern", "checked by the button"),
            Map.entry("FleetImageScanStep.tryExtract", "checked by the button"),
            Map.entry("RegistryConfiguration.testRepository", "checked by the button"),
            Map.entry("FleetImageScanStep.registryCredentials", "a list: its entries have their own checks"),
            Map.entry("FleetImageScanStep.onScanError", "a drop-down"),
            Map.entry("FleetImageScanStep.push", "a drop-down"),
            Map.entry("FleetImageScanStep.dryRun", "a checkbox"),
            Map.entry("FleetImageScanStep.force", "a checkbox"),
            Map.entry("FleetImageScanStep.signOff", "a checkbox"),
            Map.entry("FleetImageScanStep.authorName", "any name is one"),
            Map.entry("FleetImageScanStep.pushOptions", "only the server knows them"),
            Map.entry("FleetImageScanConfiguration.registries", "a list: its entries have their own checks"),
            Map.entry("FleetImageScanConfiguration.onlyBoundCredentials", "a checkbox"),
            Map.entry("FleetImageScanConfiguration.authorName", "any name is one"),
            Map.entry("RegistryConfiguration.insecure", "a checkbox"),
            Map.entry("FleetImageScanTrigger.poll", "a checkbox"));

    @Test
    public void everyMessageIsThereInBothLanguages() {
        List<Path> bundles = files("Messages.properties");
        assertThat(bundles).hasSizeGreaterThan(5);
        for (Path english : bundles) {
            Path japanese = english.resolveSibling("Messages_ja.properties");
            assertThat(japanese).exists();
            Map<String, String> en = read(english);
            Map<String, String> ja = read(japanese);
            assertThat(ja.keySet()).as("keys of %s", japanese).isEqualTo(en.keySet());
            en.forEach((key, text) -> assertThat(arguments(ja.get(key)))
                    .as("%s: %s", japanese, key)
                    .isEqualTo(arguments(text)));
        }
    }

    @Test
    public void everyMessageIsUsed() {
        String code = files(".java", SOURCES).stream().map(TextsTest::text).reduce("", String::concat);
        List<String> unused = new ArrayList<>();
        for (Path bundle : files("Messages.properties")) {
            for (String key : read(bundle).keySet()) {
                String method = "Messages." + key.replaceAll("[.-]", "_") + "(";
                String reference = "Messages::" + key.replaceAll("[.-]", "_");
                if (!code.contains(method) && !code.contains(reference)) {
                    unused.add(bundle + ": " + key);
                }
            }
        }
        assertThat(unused).isEmpty();
    }

    @Test
    public void everyTextOfAViewIsThereInBothLanguages() {
        List<String> missing = new ArrayList<>();
        for (Path view : views()) {
            Set<String> used = new TreeSet<>();
            Map<String, String> en = properties(view, ".properties");
            Map<String, String> ja = properties(view, "_ja.properties");
            Matcher matcher = TEXT.matcher(text(view));
            while (matcher.find()) {
                String key = matcher.group(1).strip();
                used.add(key);
                if (!ja.containsKey(key)) {
                    missing.add(view + " (ja): " + key);
                }
                boolean isKey = matcher.group(2) != null || key.matches("[a-z]+[A-Z]\\w*");
                if (isKey && !en.containsKey(key)) {
                    missing.add(view + " (en): " + key);
                }
                if (en.containsKey(key) && ja.containsKey(key)) {
                    assertThat(arguments(ja.get(key))).as("%s: %s", view, key).isEqualTo(arguments(en.get(key)));
                }
            }
            Stream.concat(en.keySet().stream(), ja.keySet().stream())
                    .filter(key -> !used.contains(key))
                    .forEach(key -> missing.add(view + ": nobody uses " + key));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    public void noViewHasTextOutsideOfItsPropertiesNorScriptOrStyle() {
        for (Path view : views()) {
            String jelly = text(view);
            assertThat(jelly).as("%s", view).startsWith("<?jelly escape-by-default='true'?>");
            assertThat(jelly)
                    .as("%s must do with a strict Content-Security-Policy", view)
                    .doesNotContainPattern("<script\\b|<style\\b|\\sstyle=|\\son[a-z]+=|javascript:")
                    .doesNotContainPattern("<j:out value=\"(?!\\$\\{\\w+\\.escapedHtml\\})");
            assertThat(jelly.replaceAll("(?s)<st:documentation>.*?</st:documentation>|<!--.*?-->", ""))
                    .as("words in %s that cannot be translated", view)
                    .doesNotContainPattern(">\\s*[A-Za-z]{2,}[^<$]*<");
        }
    }

    @Test
    public void everyFieldIsExplainedInBothLanguages() {
        List<String> missing = new ArrayList<>();
        for (Path form : files("config.jelly")) {
            for (String field : fields(form)) {
                for (String name : List.of("help-" + field + ".html", "help-" + field + "_ja.html")) {
                    if (!Files.exists(form.resolveSibling(name))) {
                        missing.add(form.resolveSibling(name).toString());
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    public void everyHelpTextIsWellFormedAndTranslated() throws Exception {
        List<Path> texts = files(".html");
        assertThat(texts).hasSizeGreaterThan(20);
        for (Path html : texts) {
            String text = text(html);
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new org.xml.sax.InputSource(new java.io.StringReader(text)));
            assertThat(text).as("%s", html).startsWith("<div>");
            String name = html.getFileName().toString();
            String other =
                    name.endsWith("_ja.html") ? name.replace("_ja.html", ".html") : name.replace(".html", "_ja.html");
            assertThat(html.resolveSibling(other)).exists();
        }
    }

    @Test
    public void everyFieldIsCheckedOrNeedsNoCheck() throws Exception {
        List<String> unchecked = new ArrayList<>();
        Set<String> excused = new TreeSet<>(UNCHECKED.keySet());
        for (Path form : files("config.jelly")) {
            Path folder = RESOURCES.relativize(form.getParent());
            String type = folder.getFileName().toString();
            for (String field : fields(form)) {
                String method = "doCheck" + field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
                if (methods(folder).contains(method)) {
                    assertThat(UNCHECKED).doesNotContainKey(type + "." + field);
                } else if (!excused.remove(type + "." + field)) {
                    unchecked.add(type + "." + field);
                }
            }
        }
        assertThat(unchecked).as("fields without a check").isEmpty();
        assertThat(excused).as("fields that are gone").isEmpty();
    }

    private static Set<String> methods(Path folder) throws ClassNotFoundException {
        String name = folder.toString().replace('/', '.').replace('\\', '.') + "$DescriptorImpl";
        Class<?> descriptor;
        try {
            descriptor = Class.forName(name, false, TextsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            // A global configuration is its own descriptor.
            descriptor = Class.forName(name.replace("$DescriptorImpl", ""), false, TextsTest.class.getClassLoader());
        }
        Set<String> names = new TreeSet<>();
        Arrays.stream(descriptor.getMethods()).map(Method::getName).forEach(names::add);
        return names;
    }

    private static Set<String> fields(Path form) {
        Set<String> fields = new TreeSet<>();
        Matcher matcher = FIELD.matcher(text(form));
        while (matcher.find()) {
            fields.add(matcher.group(1));
        }
        return fields;
    }

    /** The numbers of the arguments of a pattern, which is thereby parsed. */
    private static Set<String> arguments(String pattern) {
        new MessageFormat(pattern, Locale.ENGLISH);
        Set<String> arguments = new TreeSet<>();
        Matcher matcher = Pattern.compile("\\{(\\d+)").matcher(pattern.replaceAll("'[^']+'", ""));
        while (matcher.find()) {
            arguments.add(matcher.group(1));
        }
        return arguments;
    }

    private static List<Path> views() {
        return files(".jelly").stream()
                .filter(view -> !view.equals(ROOT_DESCRIPTION))
                .toList();
    }

    private static Map<String, String> properties(Path view, String suffix) {
        String name = view.getFileName().toString().replace(".jelly", suffix);
        Path file = view.resolveSibling(name);
        return Files.exists(file) ? read(file) : Map.of();
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> map = new TreeMap<>();
        properties.forEach((key, value) -> map.put((String) key, (String) value));
        return map;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(String suffix) {
        return files(suffix, RESOURCES);
    }

    private static List<Path> files(String suffix, Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(suffix))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
