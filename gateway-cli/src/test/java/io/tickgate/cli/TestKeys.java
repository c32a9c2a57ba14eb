package io.tickgate.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A key and a certificate that keytool made for {@code localhost}, as a key store and as PEM files.
 *
 * @param certificate PEM
 * @param key PEM
 */
record TestKeys(KeyStore store, Path certificate, Path key) {
    static final String PASSWORD = "changeit";

    private static final String ALIAS = "gateway";

    /** @param directory where the files are put */
    static TestKeys make(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Path file = directory.resolve("keys.p12");
        keytool(file, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost");
        Path certificate = directory.resolve("certificate.pem");
        keytool(file, "-exportcert", "-rfc", "-file", certificate.toString());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        String key = Base64.getMimeEncoder()
                .encodeToString(store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
        Path keyFile = Files.writeString(
                directory.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
        return new TestKeys(store, certificate, keyFile);
    }

    private static void keytool(Path keys, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        builder.command().addAll(List.of(arguments));
        builder.command()
                .addAll(List.of(
                        "-alias", ALIAS, "-keystore", keys.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool: " + said);
        }
    }
}
