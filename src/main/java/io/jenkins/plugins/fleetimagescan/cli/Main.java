package io.jenkins.plugins.fleetimagescan.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: the engine without Jenkins. */
@Command(
        name = "fleet-image-scan",
        description = "Keeps the image references of Git manifests up to date, as the imageScans of fleet.yaml say.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {ScanCommand.class, SelectCommand.class, DemoCommand.class, HelpCommand.class},
        footer = {
            "",
            "Exit status: 0 done, changed or not; 1 some scan failed; 2 bad usage or configuration; "
                    + "3 nothing selected (select); 4 Git failure."
        })
public final class Main implements Runnable {
    private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        // Java refuses Basic to a proxy of HTTPS unless told otherwise; here whoever set the proxy set its login.
        if (System.getProperty(TUNNELING) == null) {
            System.setProperty(TUNNELING, "");
        }
        int status = run(
                args,
                System.in,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        System.exit(status);
    }

    /** Runs a command as the process would, with these streams and without leaving the process. */
    static int run(String[] args, InputStream in, PrintWriter out, PrintWriter err) {
        return new CommandLine(new Main(), new Factory(in))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((e, command, result) -> Failures.report(e, command.getErr()))
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }

    /** Gives the command that reads tags its standard input. */
    private record Factory(InputStream in) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            return type == SelectCommand.class
                    ? type.cast(new SelectCommand(in))
                    : CommandLine.defaultFactory().create(type);
        }
    }

    /** The version of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"fleet-image-scan " + (version == null ? "(development)" : version)};
        }
    }
}
