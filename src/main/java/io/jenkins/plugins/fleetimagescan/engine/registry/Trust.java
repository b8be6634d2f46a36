package io.jenkins.plugins.fleetimagescan.engine.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whose certificates are believed: Java's default trust and the certificates of a registry's settings. */
final class Trust {
    private Trust() {}

    /** A server certificate that was refused, with what a user needs to know of it. */
    static final class UntrustedCertificateException extends CertificateException {
        private static final long serialVersionUID = 1;

        UntrustedCertificateException(X509Certificate certificate, CertificateException cause) {
            super(
                    Messages.Trust_untrusted(
                            certificate.getSubjectX500Principal().getName(),
                            certificate.getIssuerX500Principal().getName(),
                            certificate.getNotBefore().toInstant().toString(),
                            certificate.getNotAfter().toInstant().toString(),
                            rootMessage(cause)),
                    cause);
        }

        private static String rootMessage(Throwable error) {
            Throwable root = error;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return root.getMessage();
        }
    }

    /** @throws IllegalArgumentException with a sentence for the user if the text holds no certificates */
    static Collection<? extends Certificate> certificates(String pem) {
        Collection<? extends Certificate> found;
        try {
            found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(Messages.Trust_pem(), e);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(Messages.Trust_pem());
        }
        return found;
    }

    /** @param pem additional certificates; empty for none */
    static SSLContext context(String pem) {
        try {
            X509ExtendedTrustManager trust = manager(null);
            if (!pem.isEmpty()) {
                KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
                anchors.load(null, null);
                int alias = 0;
                for (X509Certificate usual : trust.getAcceptedIssuers()) {
                    anchors.setCertificateEntry(String.valueOf(alias++), usual);
                }
                for (Certificate added : certificates(pem)) {
                    anchors.setCertificateEntry(String.valueOf(alias++), added);
                }
                trust = manager(anchors);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Explaining(trust)}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This Java has no usable TLS", e);
        }
    }

    /** @param anchors null for Java's default trust */
    private static X509ExtendedTrustManager manager(KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no X.509 trust manager"));
    }

    /** Decides as Java does, and says which certificate was refused: Java's own message does not. */
    private static final class Explaining extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager trust;

        Explaining(X509ExtendedTrustManager trust) {
            this.trust = trust;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            try {
                trust.checkServerTrusted(chain, authType, engine);
            } catch (CertificateException e) {
                throw new UntrustedCertificateException(chain[0], e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            trust.checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            trust.checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            trust.checkClientTrusted(chain, authType, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            trust.checkClientTrusted(chain, authType, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            trust.checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trust.getAcceptedIssuers();
        }
    }
}
