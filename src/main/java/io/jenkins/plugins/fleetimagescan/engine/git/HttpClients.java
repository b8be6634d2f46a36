package io.jenkins.plugins.fleetimagescan.engine.git;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpHost;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.config.AuthSchemes;
import org.apache.http.client.config.CookieSpecs;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.apache.HttpClientConnection;

/**
 * The HTTP connections of one operation, from one pool that {@link #close} shuts at once. Authentication to the server
 * is JGit's; the client only knows the proxy. Apache's client instead of the JDK's HttpURLConnection because that one
 * logs in by itself with the account of a Windows service (NTLM) and cannot be stopped while it reads.
 */
final class HttpClients implements HttpConnectionFactory, AutoCloseable {
    /** JGit leaves answers half read (an empty last chunk is enough), whose connections are not free for the next request. */
    private static final int MOST_CONNECTIONS = 1000;

    private final RemoteAccess access;
    private final CloseableHttpClient direct;
    private final CloseableHttpClient proxied;

    HttpClients(RemoteAccess access) {
        this.access = access;
        this.direct = client(access, null);
        this.proxied = access.proxy() == null ? null : client(access, access.proxy());
    }

    private static CloseableHttpClient client(RemoteAccess access, GitProxy proxy) {
        int timeout = (int) Math.min(Integer.MAX_VALUE, access.timeout().toMillis());
        RequestConfig.Builder config = RequestConfig.custom()
                .setConnectTimeout(timeout)
                .setSocketTimeout(timeout)
                .setConnectionRequestTimeout(timeout)
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(true)
                .setTargetPreferredAuthSchemes(List.of())
                .setProxyPreferredAuthSchemes(List.of(AuthSchemes.DIGEST, AuthSchemes.BASIC))
                .setCookieSpec(CookieSpecs.IGNORE_COOKIES);
        BasicCredentialsProvider proxyCredentials = new BasicCredentialsProvider();
        HttpClientBuilder builder = HttpClientBuilder.create()
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .setConnectionTimeToLive(1, TimeUnit.MINUTES)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setDefaultCredentialsProvider(proxyCredentials);
        if (proxy != null) {
            builder.setProxy(new HttpHost(proxy.host(), proxy.port()));
            if (proxy.user() != null) {
                proxyCredentials.setCredentials(
                        new AuthScope(proxy.host(), proxy.port()),
                        new UsernamePasswordCredentials(proxy.user(), proxy.password()));
            }
        } else {
            builder.useSystemProperties();
        }
        return builder.setDefaultRequestConfig(config.build()).build();
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, Proxy.NO_PROXY);
    }

    /** @param ignored what the JVM's selector says; the direct client asks it again, as it also knows the JVM's exceptions */
    @Override
    public HttpConnection create(URL url, Proxy ignored) throws IOException {
        boolean viaProxy = proxied != null && access.proxy().appliesTo(url.getHost());
        return new HttpClientConnection(url.toString(), null, viaProxy ? proxied : direct);
    }

    @Override
    public void close() {
        for (CloseableHttpClient client : new CloseableHttpClient[] {direct, proxied}) {
            try {
                if (client != null) {
                    client.close();
                }
            } catch (IOException e) {
                // What was to be given up is given up.
            }
        }
    }
}
