package io.tickgate.core.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every form in which openssl writes a private key, and what is none. */
class PrivateKeysTest {
    private static String openssl(String... arguments) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(directory ->
                                Path.of(directory, "openssl").toFile().canExecute()),
                "SKIPPED: openssl is not on the PATH, so its forms of keys are not read");
        Process process = new ProcessBuilder(Stream.concat(Stream.of("openssl"), Stream.of(arguments))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor()).isZero();
        return out;
    }

    private static PrivateKey read(String pem) {
        return PrivateKeys.of(PemFile.parse(pem));
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, PRIVATE KEY, genpkey -algorithm RSA",
        "RSA, RSA PRIVATE KEY, genrsa -traditional 2048",
        "EC, PRIVATE KEY, genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        "EC, EC PARAMETERS, ecparam -name prime256v1 -genkey",
        "EC, EC PRIVATE KEY, ecparam -name secp384r1 -genkey -noout",
        "EdDSA, PRIVATE KEY, genpkey -algorithm ED25519"
    })
    void theCommonFormsAreRead(String algorithm, String label, String command) throws Exception {
        String pem = openssl(command.split(" ", -1));

        assertThat(pem).startsWith("-----BEGIN " + label + "-----");
        assertThat(read(pem).getAlgorithm()).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @CsvSource({
        "genpkey -algorithm RSA -aes256 -pass pass:secret",
        "genrsa -traditional -aes256 -passout pass:secret 2048"
    })
    void aKeyWithAPassPhraseIsRefusedWithWhatToDo(String command) throws Exception {
        String pem = openssl(command.split(" ", -1));

        assertThatThrownBy(() -> read(pem)).hasMessageContaining("encrypted").hasMessageContaining("openssl pkey");
    }

    @ParameterizedTest
    @EnumSource(TestCertificate.Kind.class)
    void aKeyIsFoundBehindOtherBlocksAndText(TestCertificate.Kind kind) {
        TestCertificate made = TestCertificate.of(kind);

        assertThat(read("bag attributes\n" + made.certificatePem() + "\r\nkey:\n" + made.keyPem()))
                .isEqualTo(made.key());
    }

    @Test
    void anOldKeyMayLeaveItsCurveToTheBlockBeforeIt() {
        byte[] pkcs8 = TestCertificate.of(TestCertificate.Kind.EC).key().getEncoded();
        Der key = new Der(pkcs8).next(Der.SEQUENCE);
        key.next(Der.INTEGER);
        Der algorithm = key.next(Der.SEQUENCE);
        algorithm.next(Der.OBJECT_IDENTIFIER);
        byte[] curve = algorithm.content();
        // What Java writes inside has no curve.
        byte[] sec1 = key.next(Der.OCTET_STRING).content();
        String pem = TestCertificate.pem("EC PRIVATE KEY", sec1);

        assertThat(read(TestCertificate.pem("EC PARAMETERS", curve) + pem).getEncoded())
                .isEqualTo(pkcs8);
        assertThatThrownBy(() -> read(pem)).hasMessageContaining("does not say its curve");
    }

    @Test
    void whatIsNoKeyIsSaidToBeNone() {
        TestCertificate made = TestCertificate.of(TestCertificate.Kind.EC);
        byte[] der = made.key().getEncoded();

        assertThatThrownBy(() -> read(made.certificatePem())).hasMessageContaining("no private key");
        assertThatThrownBy(() -> read("")).hasMessageContaining("no private key");
        assertThatThrownBy(() -> read(TestCertificate.pem("DSA PRIVATE KEY", der)))
                .hasMessageContaining("\"DSA PRIVATE KEY\" is not understood");
        assertThatThrownBy(() -> read("-----BEGIN PRIVATE KEY-----\nAAAA")).hasMessageContaining("no end");
        assertThatThrownBy(() -> read("-----BEGIN PRIVATE KEY-----\n?!\n-----END PRIVATE KEY-----"))
                .hasMessageContaining("not base64");
    }

    @Test
    void aKeyThatIsCutAnywhereIsRefusedAsDamaged() {
        for (TestCertificate.Kind kind : List.of(TestCertificate.Kind.EC, TestCertificate.Kind.ED25519)) {
            byte[] der = TestCertificate.of(kind).key().getEncoded();
            for (int length = 0; length < der.length; length++) {
                String pem = TestCertificate.pem("PRIVATE KEY", java.util.Arrays.copyOf(der, length));

                assertThatThrownBy(() -> read(pem))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("damaged");
            }
        }
    }
}
