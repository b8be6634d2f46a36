package io.jenkins.plugins.fleetimagescan.testing;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.jetty.ee9.servlet.FilterHolder;
import org.eclipse.jetty.ee9.servlet.ServletContextHandler;
import org.eclipse.jetty.ee9.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.resolver.FileResolver;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/**
 * JGit's Git server over HTTP on a free port of the loopback interface, for the time of a test.
 *
 * <pre>
 * &#64;Rule public GitHttpServer server = new GitHttpServer();
 * …
 * Path bare = server.create("team/app");            // served at server.url("team/app")
 * server.requireLogin("user", "secret");            // Basic
 * server.rejectPushes("main is protected");         // as a pre-receive hook would
 * </pre>
 */
public final class GitHttpServer extends ExternalResource {
    private final TemporaryFolder folder = new TemporaryFolder();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<String> pushOptions = new CopyOnWriteArrayList<>();
    private Server server;
    private int port;
    private volatile String login;
    private volatile String refusal;
    private volatile String redirect;
    private volatile Consumer<ReceivePack> beforeReceive = pack -> {};
    private volatile Consumer<String> onRequest = line -> {};

    @Override
    protected void before() throws Throwable {
        folder.create();
        server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        GitServlet git = new GitServlet();
        FileResolver<HttpServletRequest> resolver = new FileResolver<>(folder.getRoot(), true);
        git.setRepositoryResolver(resolver);
        git.setReceivePackFactory((request, repository) -> receive(repository));
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/");
        context.addFilter(new FilterHolder((Gate) this::pass), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(git), "/git/*");
        server.setHandler(context);
        server.start();
        port = connector.getLocalPort();
    }

    private interface Gate extends Filter {}

    private ReceivePack receive(Repository repository) {
        ReceivePack pack = new ReceivePack(repository);
        pack.setAllowPushOptions(true);
        pack.setAtomic(true);
        pack.setPreReceiveHook((receiver, commands) -> {
            if (receiver.getPushOptions() != null) {
                pushOptions.addAll(receiver.getPushOptions());
            }
            beforeReceive.accept(receiver);
            String words = refusal;
            if (words != null) {
                receiver.sendMessage("pre-receive: " + words);
                commands.forEach(c -> c.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, words));
            }
        });
        return pack;
    }

    private void pass(ServletRequest any, ServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) any;
        HttpServletResponse response = (HttpServletResponse) answer;
        String line = request.getMethod() + " " + request.getRequestURI()
                + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
        requests.add(line);
        String authorization = request.getHeader("Authorization");
        if (authorization != null) {
            authorizations.add(authorization);
        }
        onRequest.accept(line);
        String target = redirect;
        if (target != null) {
            String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
            response.setStatus(302);
            response.setHeader("Location", target + request.getRequestURI().replaceFirst("^/git", "") + query);
        } else if (login != null && !login.equals(authorization)) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"git\"");
            response.sendError(401);
        } else {
            chain.doFilter(request, response);
        }
    }

    @Override
    protected void after() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            folder.delete();
        }
    }

    /** Makes an empty bare repository whose HEAD is main. */
    public Path create(String name) throws IOException {
        File bare = new File(folder.getRoot(), name + ".git");
        Files.createDirectories(bare.toPath());
        try (Repository repository =
                new FileRepositoryBuilder().setGitDir(bare).setBare().build()) {
            repository.create(true);
            repository.updateRef("HEAD").link("refs/heads/main");
        }
        return bare.toPath();
    }

    /** A bare repository with one commit of these files (path, content, …) on main. Needs the git program. */
    public RealGit createWith(String name, String... files) throws IOException {
        Path bare = create(name);
        RealGit seed = RealGit.bareWith(folder.newFolder().toPath(), files);
        seed.git("push", "-q", bare.toString(), "main");
        return new RealGit(bare);
    }

    public String url(String name) {
        return "http://127.0.0.1:" + port + "/git/" + name + ".git";
    }

    /** Address that a redirect leads to: {@code http://host:port/git}. */
    public String base() {
        return "http://127.0.0.1:" + port + "/git";
    }

    public int port() {
        return port;
    }

    public GitHttpServer requireLogin(String user, String password) {
        login = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Refuses all pushes with these words; null accepts them again. */
    public GitHttpServer rejectPushes(String words) {
        refusal = words;
        return this;
    }

    /** Sends all requests to the same path below another {@link #base}. */
    public GitHttpServer redirectTo(String base) {
        redirect = base;
        return this;
    }

    /** Called in the hook, when the pack has arrived and before the refs change: the moment for a race. */
    public GitHttpServer beforeReceive(Consumer<ReceivePack> action) {
        beforeReceive = action;
        return this;
    }

    /** Called with "METHOD /path?query" before each request is answered; may block. */
    public GitHttpServer onRequest(Consumer<String> action) {
        onRequest = action;
        return this;
    }

    /** "METHOD /path?query" of all requests. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** The Authorization headers of all requests. */
    public List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    public List<String> pushOptions() {
        return List.copyOf(pushOptions);
    }
}
