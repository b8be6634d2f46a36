package io.jenkins.plugins.fleetimagescan.engine.git;

import io.jenkins.plugins.fleetimagescan.engine.git.GitException.Kind;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** Answers JGit's questions for one remote: nobody else on the way, such as the target of a redirect, is told anything. */
final class OriginCredentials extends CredentialsProvider {
    private final RemoteUrl url;
    private final String user;
    private final String password;
    private final List<String> secrets = new ArrayList<>();

    private OriginCredentials(RemoteUrl url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** @throws GitException if this kind of credential is of no use for the URL */
    static OriginCredentials of(RemoteUrl url, GitCredential credential) throws GitException {
        boolean ssh = url.scheme().equals("ssh");
        boolean http = url.scheme().startsWith("http");
        if (http && (credential instanceof GitCredential.SshKey)) {
            throw new GitException(Kind.CONFIGURATION, Messages.OriginCredentials_keyForHttp(url));
        }
        String user = null;
        String password = null;
        if (credential instanceof GitCredential.Password given && (ssh || http)) {
            user = given.user();
            password = given.password();
        } else if (credential instanceof GitCredential.None && url.password() != null) {
            user = url.user();
            password = url.password();
        } else if (credential instanceof GitCredential.None && http && url.user() != null) {
            // https://TOKEN@host is how some servers document access tokens.
            user = url.user();
            password = "";
        }
        OriginCredentials credentials = new OriginCredentials(url, user, password);
        credentials.remember(password);
        credentials.remember(url.password());
        if (http) {
            credentials.remember(url.user());
        }
        if (credential instanceof GitCredential.SshKey key) {
            credentials.remember(key.passphrase());
        }
        return credentials;
    }

    private void remember(String secret) {
        // A shorter one would black out ordinary words.
        if (secret != null && secret.length() >= 6) {
            secrets.add(secret);
        }
    }

    /** Without the secrets of this operation and of any URL in the text: servers sometimes echo what they were sent. */
    String redact(String text) {
        String clean = RemoteUrl.redact(text);
        for (String secret : secrets) {
            clean = clean.replace(secret, "****");
        }
        return clean;
    }

    boolean hasPassword() {
        return password != null;
    }

    /** JGit asks for the password of an SSH login only if it believes that somebody is there to type it. */
    @Override
    public boolean isInteractive() {
        return password != null && url.scheme().equals("ssh");
    }

    @Override
    public boolean supports(CredentialItem... items) {
        for (CredentialItem item : items) {
            if (!(item instanceof CredentialItem.Username
                    || item instanceof CredentialItem.Password
                    || item instanceof CredentialItem.InformationalMessage)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean get(URIish asking, CredentialItem... items) {
        if (password == null || !url.sameOrigin(asking)) {
            return false;
        }
        for (CredentialItem item : items) {
            if (item instanceof CredentialItem.Username name) {
                name.setValue(user == null ? "" : user);
            } else if (item instanceof CredentialItem.Password secret) {
                secret.setValue(password.toCharArray());
            } else if (!(item instanceof CredentialItem.InformationalMessage)) {
                // Questions such as "trust this server?" have their own seams, and the answer here is no.
                return false;
            }
        }
        return true;
    }
}
