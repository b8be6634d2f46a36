package io.jenkins.plugins.fleetimagescan.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** What a call of the command line came to. */
record Cli(int status, String out, String err) {
    static Cli run(String... args) {
        return runWithInput("", args);
    }

    static Cli runWithInput(String input, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(
                args,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        return new Cli(status, out.toString(), err.toString());
    }

    /** Both streams, for messages whose stream does not matter. */
    String all() {
        return out + err;
    }
}
