package io.jenkins.plugins.fleetimagescan.credentials;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.console.LineTransformationOutputStream;
import hudson.model.TaskListener;
import hudson.util.StreamTaskListener;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Hides the secrets of a run in its log, in the spellings in which they could get there. The engine writes none; this is
 * for what servers say and libraries throw.
 */
public final class Masks {
    private static final String MASK = "****";

    /** Longest first: one secret may be part of another. */
    private final Set<String> secrets = new ConcurrentSkipListSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /** Each line counts on its own, and so does the text as a URL would have it. */
    public void add(@CheckForNull String secret) {
        if (secret == null || secret.isBlank()) {
            return;
        }
        secret.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(secrets::add);
        secrets.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    }

    /** A password that is sent together with a user name, as Basic authentication writes them. */
    public void add(String user, String password) {
        add(password);
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        secrets.add(Base64.getEncoder().encodeToString(pair));
    }

    public String apply(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    /**
     * A listener whose lines are masked before they reach the other one.
     *
     * @param charset of the log
     */
    public TaskListener over(TaskListener listener, Charset charset) {
        OutputStream log = listener.getLogger();
        return new StreamTaskListener(
                new LineTransformationOutputStream() {
                    @Override
                    protected void eol(byte[] line, int length) throws IOException {
                        String text = new String(line, 0, length, charset);
                        String masked = apply(text);
                        if (masked.equals(text)) {
                            log.write(line, 0, length);
                        } else {
                            log.write(masked.getBytes(charset));
                        }
                    }

                    @Override
                    public void flush() throws IOException {
                        log.flush();
                    }
                },
                charset);
    }
}
