package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPolicyTest {
    private static final HostPolicy POLICY =
            new HostPolicy("desk.example.com", List.of("push.example.com", "tunnel.example.com:8443", "[2001:db8::5]"));

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "127.0.0.1:9999, true",
        "[::1]:1, true",
        "desk.example.com:8001, true",
        "DESK.example.com, true",
        "push.example.com, true",
        "push.example.com:444, true",
        "tunnel.example.com:8443, true",
        "tunnel.example.com:8444, false",
        "tunnel.example.com, false",
        "[2001:db8::5]:80, true",
        "192.0.2.7:8001, true",
        "192.0.2.8, false",
        "evil.example.com, false",
        "desk.example.com.evil.example, false"
    })
    void onlyNamesThatAreTheGatewaysOwnAreAnsweredTo(String host, boolean allowed) {
        InetSocketAddress local = new InetSocketAddress("192.0.2.7", 8001);

        assertThat(POLICY.allows(authority(host), local)).isEqualTo(allowed);
    }

    @Test
    void aWildcardAddressAllowsNoName() {
        for (String bound : List.of("*", "0.0.0.0", "::")) {
            HostPolicy policy = new HostPolicy(bound, List.of());

            assertThat(policy.allows(authority("evil.example.com"), null)).isFalse();
            assertThat(policy.allows(authority("localhost"), null)).isTrue();
        }
    }

    @Test
    void anEntryThatIsNoHostIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostPolicy("localhost", List.of("https://a")))
                .withMessage("not a host: https://a");
    }

    private static Authority authority(String text) {
        return Objects.requireNonNull(Authority.parse(text));
    }
}
