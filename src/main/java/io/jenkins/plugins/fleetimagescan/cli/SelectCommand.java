package io.jenkins.plugins.fleetimagescan.cli;

import io.jenkins.plugins.fleetimagescan.engine.image.ImageReference;
import io.jenkins.plugins.fleetimagescan.engine.image.InvalidImageException;
import io.jenkins.plugins.fleetimagescan.engine.policy.Explanation;
import io.jenkins.plugins.fleetimagescan.engine.policy.PolicySpec;
import io.jenkins.plugins.fleetimagescan.engine.policy.TagPolicy;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryClient;
import io.jenkins.plugins.fleetimagescan.engine.registry.RegistryException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Chooses a tag as a scan would. */
@Command(
        name = "select",
        description = {
            "Prints the tag that a policy chooses among those on standard input, one a line, or those of --image.",
            "For trying out a policy: printf '1.2.0\\n1.10.0\\n' | fleet-image-scan select --semver '>=1'"
        },
        mixinStandardHelpOptions = true)
final class SelectCommand implements Callable<Integer> {
    private final InputStream in;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Policy policy;

    /** Exactly one of them. */
    private static final class Policy {
        @Option(names = "--semver", paramLabel = "RANGE", description = "The highest version in this range.")
        String semver;

        @Option(
                names = "--alphabetical",
                paramLabel = "asc|desc",
                description = "The first (asc) or the last (desc) in byte order.")
        String alphabetical;

        @Option(
                names = "--numerical",
                paramLabel = "asc|desc",
                description = "The lowest (asc) or the highest (desc) of the tags that are numbers.")
        String numerical;
    }

    @Option(names = "--filter", paramLabel = "RE", description = "Only tags that match this RE2 pattern count.")
    private String filter;

    @Option(
            names = "--extract",
            paramLabel = "T",
            description = "What of a matching tag the policy compares, such as $1 or $name.")
    private String extract;

    @Option(names = "--image", paramLabel = "IMAGE", description = "Lists the tags of this image.")
    private String image;

    @Option(names = "--explain", description = "Tells on standard error why this tag, and why not the newest others.")
    private boolean explain;

    @Mixin
    private RegistryMixin registries;

    SelectCommand(InputStream in) {
        this.in = in;
    }

    @Override
    public Integer call() throws Exception {
        if (extract != null && filter == null) {
            throw new UsageException("--extract needs --filter: it takes its parts from that pattern");
        }
        TagPolicy chooser =
                TagPolicy.of(new PolicySpec(policy.semver, policy.alphabetical, policy.numerical, filter, extract));
        List<String> tags = image == null ? read() : list();
        String tag = chooser.choose(tags, Set.of());
        PrintWriter err = spec.commandLine().getErr();
        if (tag == null || explain) {
            Explanation explanation = chooser.explain(tags, Set.of());
            (explain ? explanation.lines() : List.of(explanation.summary())).forEach(err::println);
        }
        if (tag == null) {
            return ExitStatus.NOTHING_SELECTED;
        }
        spec.commandLine().getOut().println(tag);
        return ExitStatus.DONE;
    }

    private List<String> read() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    private List<String> list() throws IOException, InterruptedException, RegistryException, UsageException {
        ImageReference reference;
        try {
            reference = ImageReference.parse(image);
        } catch (InvalidImageException e) {
            throw new UsageException("--image: " + e.getMessage());
        }
        try (RegistryClient client = new RegistryClient(registries.options())) {
            return client.tags(reference, registries.credential(reference));
        }
    }
}
