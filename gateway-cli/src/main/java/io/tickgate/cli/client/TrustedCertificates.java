package io.tickgate.cli.client;

import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates that a gateway's own must come from, where Java's are not the right ones. */
final class TrustedCertificates {
    private TrustedCertificates() {}

    /**
     * A context that believes in the certificates of a file and in no others.
     *
     * @param file PEM, one or more
     * @throws Failure when it holds none
     */
    static SSLContext of(Path file) throws Failure {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw failure(file, "holds no certificate");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (NoSuchFileException e) {
            throw failure(file, "there is no such file");
        } catch (IOException e) {
            throw failure(file, "cannot be read: " + e.getMessage());
        } catch (CertificateException e) {
            throw failure(file, "must hold certificates in PEM");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no X.509 or no TLS", e);
        }
    }

    private static Failure failure(Path file, String why) {
        return new Failure(ExitCode.USAGE, "--cacert " + file + ": " + why);
    }
}
