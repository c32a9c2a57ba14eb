package io.tickgate.core.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.tickgate.core.sim.ManualClock;
import io.tickgate.core.transport.tls.TestCertificate.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates on disk: good, bad, changed. What clients see of it is in the end-to-end tests. */
class ServerTlsTest {
    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path directory = Path.of("");

    private Path certificate() {
        return directory.resolve("certificate.pem");
    }

    private Path key() {
        return directory.resolve("key.pem");
    }

    private ServerTls start() throws TlsFileException {
        return start(TlsLibrary.JDK);
    }

    private ServerTls start(TlsLibrary library) throws TlsFileException {
        return new ServerTls(new TlsSettings(certificate(), key(), library, Duration.ofHours(1)), clock);
    }

    private Instant now() {
        return clock.instant();
    }

    private TestCertificate good(Kind kind, Duration left) {
        return TestCertificate.of(kind, now().minus(Duration.ofDays(1)), now().plus(left));
    }

    private void assertRefused(String setting, String... words) {
        assertThatThrownBy(this::start)
                .isInstanceOfSatisfying(
                        TlsFileException.class, e -> assertThat(e.setting()).isEqualTo(setting))
                .message()
                .contains(words)
                .contains(directory.toString());
    }

    @Test
    void theSecondsThatAreLeftRunOutAndGoOnBelowZero() throws TlsFileException {
        good(Kind.EC, Duration.ofHours(1)).writeTo(directory);

        try (ServerTls tls = start()) {
            assertThat(tls.secondsLeft()).isBetween(3598L, 3600L);
            clock.advance(Duration.ofHours(2));
            assertThat(tls.secondsLeft()).isBetween(-3602L, -3600L);
        }
    }

    @Test
    void anExpiredCertificateIsServedAllTheSame() throws TlsFileException {
        TestCertificate.of(Kind.EC, now().minus(Duration.ofDays(9)), now().minus(Duration.ofDays(1)))
                .writeTo(directory);

        try (ServerTls tls = start()) {
            assertThat(tls.secondsLeft()).isNegative();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aKeyOfAnotherCertificateIsRefused(Kind kind) throws Exception {
        good(kind, Duration.ofDays(1)).writeTo(directory);
        Files.writeString(key(), good(kind, Duration.ofDays(1)).keyPem());

        assertRefused("tls.key", "is not the key of the certificate");
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws Exception {
        good(Kind.EC, Duration.ofDays(1)).writeTo(directory);
        Files.writeString(key(), good(Kind.RSA, Duration.ofDays(1)).keyPem());

        assertRefused("tls.key", "is not the key of the certificate");
    }

    @Test
    void theServersOwnCertificateHasToStandFirst() throws Exception {
        TestCertificate own = good(Kind.EC, Duration.ofDays(1)).writeTo(directory);
        Files.writeString(certificate(), good(Kind.EC, Duration.ofDays(1)).certificatePem() + own.certificatePem());

        assertRefused("tls.certificate", "must stand first", "number 2");
    }

    @Test
    void oneFileMayHoldBoth() throws Exception {
        TestCertificate own = good(Kind.EC, Duration.ofDays(1)).writeTo(directory);
        Files.writeString(certificate(), own.keyPem() + own.certificatePem());

        ServerTls.check(new TlsSettings(certificate(), certificate(), TlsLibrary.JDK, Duration.ofHours(1)));
    }

    @Test
    void theFirstOfAChainToEndCounts() throws Exception {
        TestCertificate own = good(Kind.EC, Duration.ofDays(2)).writeTo(directory);
        Files.writeString(
                certificate(),
                own.certificatePem() + good(Kind.EC, Duration.ofHours(1)).certificatePem());

        try (ServerTls tls = start()) {
            assertThat(tls.secondsLeft()).isBetween(3598L, 3600L);
        }
    }

    @Test
    void filesThatAreNoneAreRefusedByName() throws Exception {
        assertRefused("tls.certificate", "there is no such file");
        good(Kind.EC, Duration.ofDays(1)).writeTo(directory);
        Files.delete(key());
        assertRefused("tls.key", "there is no such file");
        Files.writeString(key(), "nonsense");
        assertRefused("tls.key", "holds no private key");
        Files.createDirectory(directory.resolve("directory"));
        Files.delete(key());
        Files.move(directory.resolve("directory"), key());
        assertRefused("tls.key", "cannot be read");
        Files.writeString(certificate(), "nonsense");
        assertRefused("tls.certificate", "holds no certificate");
        Files.writeString(certificate(), TestCertificate.pem("CERTIFICATE", new byte[] {1, 2, 3}));
        assertRefused("tls.certificate", "certificate number 1 is damaged");
        Files.write(certificate(), new byte[PemFile.BYTES_MAX + 1]);
        assertRefused("tls.certificate", "larger than 1 MiB");
    }

    @ParameterizedTest
    @EnumSource(TlsLibrary.class)
    void newFilesAreServedAndBrokenOnesChangeNothing(TlsLibrary library) throws Exception {
        Assumptions.assumeTrue(
                library == TlsLibrary.JDK || OpenSsl.isAvailable(), "SKIPPED: netty-tcnative is not on the class path");
        good(Kind.EC, Duration.ofDays(1)).writeTo(directory);
        try (ServerTls tls = start(library)) {
            assertThat(tls.reload()).as("nothing has changed").isFalse();

            good(Kind.EC, Duration.ofDays(3)).writeTo(directory);
            tls.look();
            assertThat(tls.secondsLeft()).isGreaterThan(86_400 * 2);

            Files.writeString(key(), good(Kind.EC, Duration.ofDays(1)).keyPem());
            tls.look();
            assertThatThrownBy(tls::reload).hasMessageContaining("is not the key of the certificate");
            assertThat(tls.secondsLeft()).isGreaterThan(86_400 * 2);

            good(Kind.EC, Duration.ofDays(9)).writeTo(directory);
            assertThat(tls.reload()).isTrue();
            assertThat(tls.secondsLeft()).isGreaterThan(86_400 * 8);

            SslHandler handler = tls.newHandler(UnpooledByteBufAllocator.DEFAULT);
            ReferenceCountUtil.release(handler.engine());
        }
    }
}
