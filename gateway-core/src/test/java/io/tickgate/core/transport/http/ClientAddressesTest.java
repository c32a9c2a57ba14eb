package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trusted are loopback and 10.0.0.0/8; the peer is 127.0.0.1 unless a test says otherwise. */
class ClientAddressesTest {
    private static final ClientAddresses CLIENTS =
            new ClientAddresses(address -> address.isLoopbackAddress() || address.getAddress()[0] == 10);

    private static ClientAddress resolve(String peer, String... fields) throws UnknownHostException {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(fields[i], fields[i + 1]);
        }
        return CLIENTS.resolve(InetAddress.getByName(peer), headers);
    }

    private static ClientAddress known(String address) throws UnknownHostException {
        return new ClientAddress(InetAddress.getByName(address), false);
    }

    private static ClientAddress stranger(String address) throws UnknownHostException {
        return new ClientAddress(InetAddress.getByName(address), true);
    }

    @Test
    void withoutAProxyThePeerIsTheClient() throws UnknownHostException {
        assertThat(resolve("203.0.113.1", "User-Agent", "x")).isEqualTo(known("203.0.113.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "'203.0.113.1', 203.0.113.1",
        "'203.0.113.1, 10.0.0.1', 203.0.113.1",
        "'6.6.6.6, 203.0.113.1, 10.0.0.1', 203.0.113.1",
        "'127.0.0.1, 203.0.113.1', 203.0.113.1",
        "'10.0.0.2, 10.0.0.1', 10.0.0.2",
        "'203.0.113.1:5050', 203.0.113.1",
        "'2001:db8::7', 2001:db8::7",
        "'[2001:db8::7]:80', 2001:db8::7",
        "'::ffff:203.0.113.1', 203.0.113.1",
        "'[::ffff:203.0.113.1]:443, ::ffff:10.0.0.1', 203.0.113.1",
        "'rubbish, 203.0.113.1', 203.0.113.1"
    })
    void theRightmostHopThatIsNoProxyIsTheClient(String forwardedFor, String client) throws UnknownHostException {
        assertThat(resolve("127.0.0.1", "X-Forwarded-For", forwardedFor)).isEqualTo(known(client));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=203.0.113.1 | 203.0.113.1",
                "For=203.0.113.1;proto=https;by=10.0.0.9 | 203.0.113.1",
                "for=6.6.6.6, for=203.0.113.1 , for=10.0.0.1 | 203.0.113.1",
                "for=\"[2001:db8::7]:80\" | 2001:db8::7",
                "proto=https;for=\"203.0.113.1:5050\" | 203.0.113.1",
                "by=\"a,b;for=9.9.9.9\";for=203.0.113.1 | 203.0.113.1",
                "by=\"a\\\",for=9.9.9.9\";for=203.0.113.1 | 203.0.113.1"
            })
    void forwardedIsReadAsItsStandardSays(String forwarded, String client) throws UnknownHostException {
        assertThat(resolve("127.0.0.1", "Forwarded", forwarded)).isEqualTo(known(client));
    }

    @Test
    void repeatedFieldsAreOneList() throws UnknownHostException {
        assertThat(resolve("127.0.0.1", "X-Forwarded-For", "6.6.6.6", "X-Forwarded-For", "203.0.113.1"))
                .isEqualTo(known("203.0.113.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "localhost",
                "203.0.113.1, unknown",
                "203.0.113.1,",
                "203.0.113.1, , 10.0.0.1",
                "203.0.113.1, unknown:80, 10.0.0.1",
                "203.0.113",
                "203.0.113.999",
                "203.0.113.1:",
                "203.0.113.1:999999",
                "[203.0.113.1]",
                "[2001:db8::7",
                "fe80::1%1",
                "203.0.113.1 10.0.0.1"
            })
    void aHopThatIsNoAddressMakesAStranger(String forwardedFor) throws UnknownHostException {
        assertThat(resolve("127.0.0.1", "X-Forwarded-For", forwardedFor)).isEqualTo(stranger("127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proto=https",
                "for=_hidden",
                "for=unknown",
                "for=127.0.0.1;for=203.0.113.1",
                "for=203.0.113.1, proto=https",
                "for=\"203.0.113.1"
            })
    void aForwardedElementWithoutOneAddressMakesAStranger(String forwarded) throws UnknownHostException {
        assertThat(resolve("127.0.0.1", "Forwarded", forwarded)).isEqualTo(stranger("127.0.0.1"));
    }

    @Test
    void aPeerThatIsNotTrustedMaySpeakForNobody() throws UnknownHostException {
        assertThat(resolve("203.0.113.9", "X-Forwarded-For", "127.0.0.1")).isEqualTo(stranger("203.0.113.9"));
        assertThat(resolve("203.0.113.9", "Forwarded", "for=127.0.0.1")).isEqualTo(stranger("203.0.113.9"));
    }

    @Test
    void aChainMayBeAsLongAsAHeadIs() throws UnknownHostException {
        String proxies = ", 10.0.0.1".repeat(800);

        assertThat(resolve("127.0.0.1", "X-Forwarded-For", "6.6.6.6, 203.0.113.1" + proxies))
                .isEqualTo(known("203.0.113.1"));
        assertThat(resolve("127.0.0.1", "X-Forwarded-For", "unknown" + proxies)).isEqualTo(stranger("127.0.0.1"));
        assertThat(resolve("127.0.0.1", "X-Forwarded-For", ",".repeat(8_000))).isEqualTo(stranger("127.0.0.1"));
        assertThat(resolve("127.0.0.1", "Forwarded", "for=203.0.113.1" + ",for=10.0.0.1".repeat(600)))
                .isEqualTo(known("203.0.113.1"));
        assertThat(resolve("127.0.0.1", "Forwarded", "\"".repeat(8_000))).isEqualTo(stranger("127.0.0.1"));
    }

    @Test
    void twoHeadersMustAgree() throws UnknownHostException {
        assertThat(resolve("127.0.0.1", "X-Forwarded-For", "203.0.113.1", "Forwarded", "for=203.0.113.1"))
                .isEqualTo(known("203.0.113.1"));
        assertThat(resolve("127.0.0.1", "X-Forwarded-For", "127.0.0.1", "Forwarded", "for=203.0.113.1"))
                .isEqualTo(stranger("127.0.0.1"));
        assertThat(resolve("127.0.0.1", "X-Forwarded-For", "unknown", "Forwarded", "for=203.0.113.1"))
                .isEqualTo(stranger("127.0.0.1"));
        assertThat(resolve("127.0.0.1", "X-Forwarded-For", "203.0.113.1", "Forwarded", "for=unknown"))
                .isEqualTo(stranger("127.0.0.1"));
    }

    static Stream<String> signs() {
        return Stream.of("Via", "X-Real-IP", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port");
    }

    @ParameterizedTest
    @MethodSource("signs")
    void aProxyThatDoesNotSayForWhomMakesAStranger(String sign) throws UnknownHostException {
        assertThat(resolve("127.0.0.1", sign, "1.1 nginx")).isEqualTo(stranger("127.0.0.1"));
    }

    @Test
    void strangersAndOtherAddressesMayNotPublish() throws UnknownHostException {
        PublishGuard guard = new PublishGuard(InetAddress::isLoopbackAddress);

        assertThat(guard.mayPublish(known("127.0.0.1"))).isTrue();
        assertThat(guard.mayPublish(stranger("127.0.0.1"))).isFalse();
        assertThat(guard.mayPublish(known("203.0.113.1"))).isFalse();
    }
}
