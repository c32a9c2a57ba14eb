package io.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tickgate.core.config.ConfigException;
import io.tickgate.core.transport.tls.TestCertificate;
import io.tickgate.core.transport.tls.TestCertificate.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** A Redis that not everybody may believe or use, and what an operator is told who has not said what it takes. */
class RedisSecurityTest extends RedisScene {
    private static final String CHANNEL = "market_data:A";
    private static final String SECRET = "correct-horse-battery";

    private final Logger log = (Logger) LoggerFactory.getLogger("io.tickgate.cluster");
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(said);
    }

    private List<String> warnings() {
        return List.copyOf(said.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Waits until status and log name that. */
    private void awaitProblem(Node node, String... words) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(node.status())
                        .contains("\"status\":\"degraded\"")
                        .contains(words));
        assertThat(warnings()).anySatisfy(line -> assertThat(line).contains(words));
        assertThat(node.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(node.publish(CHANNEL, 1).statusCode()).isEqualTo(503);
    }

    private Path certificate(String name) throws IOException {
        Path into = Files.createDirectory(directory.resolve(name));
        TestCertificate.of(Kind.RSA).writeTo(into);
        return into;
    }

    @Test
    void overTlsAllIsAsWithoutWhereTheCertificateIsBelieved() throws IOException {
        Path own = certificate("own");
        redis = RedisServer.startWithTls(directory, own);
        String authority = own.resolve("certificate.pem").toString();
        Node one = started(Node.start(redis.secureUri(), "redis.ca-file", authority));
        Node other = started(Node.start(redis.secureUri(), "redis.ca-file", authority));
        nodes.forEach(Node::awaitOnline);
        Client client = other.client();
        client.subscribe(CHANNEL);

        assertThat(one.publish(CHANNEL, 7).statusCode()).isEqualTo(200);

        assertThat(client.numbers(1)).containsExactly(7L);
    }

    @Test
    void aServerOfAnotherAuthorityIsRefusedByTheKeyThatSaysWhomToBelieve() throws IOException {
        redis = RedisServer.startWithTls(directory, certificate("own"));
        Path stranger = certificate("stranger").resolve("certificate.pem");

        Node believesAnother = started(Node.start(redis.secureUri(), "redis.ca-file", stranger.toString()));
        awaitProblem(believesAnother, "redis.ca-file");
        Node believesJava = started(Node.start(redis.secureUri()));
        awaitProblem(believesJava, "redis.ca-file");
    }

    @Test
    void anAuthorityThatCannotBeReadIsSaidAtTheStart() throws IOException {
        Path text = Files.writeString(directory.resolve("text.pem"), "no certificate\n");
        Path none = directory.resolve("none.pem");

        for (Path wrong : List.of(text, none)) {
            assertThatThrownBy(() -> Node.start("rediss://127.0.0.1:1", "redis.ca-file", wrong.toString()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("redis.ca-file")
                    .hasMessageContaining(wrong.toString());
        }
    }

    @Test
    void whoIsKnownByNameAndPasswordIsLetIn() {
        redis = RedisServer.start(directory);
        redis.ask("ACL SETUSER gateway on >" + SECRET + " ~{tickgate* resetchannels &{tickgate* +@all");

        Node node = started(Node.start(redis.uri(), "redis.username", "gateway", "redis.password", SECRET));
        node.awaitOnline();

        assertThat(node.publish(CHANNEL, 1).statusCode()).isEqualTo(200);
        node.client().subscribe(CHANNEL);
        assertSecret(node);
    }

    @ParameterizedTest
    @CsvSource({"gateway, wrong-horse", "stranger, correct-horse-battery", "none, wrong-horse"})
    void whoIsNotKnownIsToldSoInTheLogAndTheStatusWithoutThePassword(String username, String password) {
        redis = RedisServer.startWithPassword(directory, "x" + SECRET);
        redis.askAs("x" + SECRET, "ACL SETUSER gateway on >" + SECRET + " ~* &* +@all");

        Node node = started(Node.start(redis.uri(), "redis.username", username, "redis.password", password));

        awaitProblem(node, "WRONGPASS", "redis.username", "redis.password");
        assertSecret(node);
        assertThat(node.status()).doesNotContain(password);
        assertThat(said.list).noneMatch(event -> event.getFormattedMessage().contains(password));
    }

    @Test
    void whoSaysNoPasswordWhereOneIsAskedForIsToldSo() {
        redis = RedisServer.startWithPassword(directory, SECRET);

        Node node = started(Node.start(redis.uri()));

        awaitProblem(node, "NOAUTH", "redis.password");
    }

    @Test
    void whoMayNotDoWhatItTakesIsToldSoOnceAndTriesAgainAtLeisure() {
        redis = RedisServer.start(directory);
        redis.ask("ACL SETUSER gateway on >" + SECRET + " ~* &* +@all -script");

        Node node = started(Node.start(redis.uri(), "redis.username", "gateway", "redis.password", SECRET));
        awaitProblem(node, "NOPERM");
        redis.ask("ACL SETUSER gateway +script");
        node.awaitOnline();

        assertThat(warnings()).filteredOn(line -> line.contains("NOPERM")).hasSize(1);
    }

    private void assertSecret(Node node) {
        assertThat(node.status()).doesNotContain(SECRET);
        assertThat(node.gateway().config().toString()).doesNotContain(SECRET);
        assertThat(said.list).noneMatch(event -> event.getFormattedMessage().contains(SECRET));
    }
}
