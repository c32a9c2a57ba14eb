package io.tickgate.core.transport.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for {@code localhost} and 127.0.0.1 that signed itself, with its key. Java makes keys but no certificates. */
public record TestCertificate(X509Certificate certificate, PrivateKey key) {
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int UTF8_STRING = 0x0C;
    private static final int SET = 0x31;
    private static final int BIT_STRING = 0x03;

    /** How a kind of key signs. */
    public enum Kind {
        EC("EC", 256, "SHA256withECDSA", "300a06082a8648ce3d040302"),
        RSA("RSA", 2048, "SHA256withRSA", "300d06092a864886f70d01010b0500"),
        ED25519("Ed25519", 255, "Ed25519", "300506032b6570");

        private final String algorithm;
        private final int bits;
        private final String signature;
        /** Its identifier, DER in hexadecimal digits. */
        private final String signatureId;

        Kind(String algorithm, int bits, String signature, String signatureId) {
            this.algorithm = algorithm;
            this.bits = bits;
            this.signature = signature;
            this.signatureId = signatureId;
        }
    }

    /** One that is good for a year from yesterday on. */
    public static TestCertificate of(Kind kind) {
        Instant now = Instant.now();
        return of(kind, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(365)));
    }

    public static TestCertificate of(Kind kind, Instant from, Instant to) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.algorithm);
            generator.initialize(kind.bits);
            KeyPair pair = generator.generateKeyPair();
            byte[] content = content(kind, pair, from, to);
            Signature signature = Signature.getInstance(kind.signature);
            signature.initSign(pair.getPrivate());
            signature.update(content);
            byte[] der = Der.of(
                    Der.SEQUENCE, content, hex(kind.signatureId), Der.of(BIT_STRING, new byte[1], signature.sign()));
            return new TestCertificate(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)),
                    pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] content(Kind kind, KeyPair pair, Instant from, Instant to) {
        byte[] commonName = Der.of(
                Der.SEQUENCE, Der.of(Der.OBJECT_IDENTIFIER, hex("550403")), Der.of(UTF8_STRING, ascii("localhost")));
        byte[] name = Der.of(Der.SEQUENCE, Der.of(SET, commonName));
        byte[] alternatives = Der.of(Der.SEQUENCE, Der.of(0x82, ascii("localhost")), Der.of(0x87, hex("7f000001")));
        byte[] extension = Der.of(
                Der.SEQUENCE, Der.of(Der.OBJECT_IDENTIFIER, hex("551d11")), Der.of(Der.OCTET_STRING, alternatives));
        return Der.of(
                Der.SEQUENCE,
                Der.of(Der.CONTEXT_0, Der.of(Der.INTEGER, new byte[] {2})),
                Der.of(Der.INTEGER, new BigInteger(62, new SecureRandom()).toByteArray()),
                hex(kind.signatureId),
                name,
                Der.of(Der.SEQUENCE, time(from), time(to)),
                name,
                pair.getPublic().getEncoded(),
                Der.of(0xA3, Der.of(Der.SEQUENCE, extension)));
    }

    private static byte[] time(Instant instant) {
        return Der.of(0x17, ascii(UTC_TIME.format(instant)));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The certificate as PEM. */
    public String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key as PEM, PKCS#8. */
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, ascii("\n")).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** Writes {@code certificate.pem} and {@code key.pem} into a directory, over what is there. */
    public TestCertificate writeTo(Path directory) {
        try {
            Files.writeString(directory.resolve("certificate.pem"), certificatePem());
            Files.writeString(directory.resolve("key.pem"), keyPem());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a client needs that believes in this certificate and in no other. */
    public SSLContext trust() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("it", certificate);
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** TLS over a connected socket, without a handshake as yet. */
    public SSLSocket over(Socket socket) {
        try {
            return (SSLSocket) trust().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
