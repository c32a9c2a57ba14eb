package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginPolicyTest {
    private static final OriginPolicy LOOPBACK = new OriginPolicy(List.of("https://desk.example.com"), true);
    private static final OriginPolicy WIDE = new OriginPolicy(List.of("https://desk.example.com:443"), false);

    private static Authority host(String text) {
        return Objects.requireNonNull(Authority.parse(text));
    }

    @Test
    void whoSendsNoOriginIsNoBrowser() {
        assertThat(WIDE.allows(null, host("push.example.com"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000, true",
        "https://127.0.0.1, true",
        "http://[::1]:5173, true",
        "http://app.localhost, true",
        "https://desk.example.com, true",
        "HTTPS://DESK.example.com, true",
        "http://desk.example.com, false",
        "https://desk.example.com:444, false",
        "https://desk.example.com.evil.example, false",
        "http://localhost.evil.example, false",
        "http://evil.example#http://localhost, false",
        "http://localhost@evil.example, false",
        "null, false",
        "file://, false",
        "'', false",
        "chrome-extension://abc, false"
    })
    void onLoopbackEveryLoopbackPageIsTakenAndNoStranger(String origin, boolean allowed) {
        assertThat(LOOPBACK.allows(origin, host("localhost:8001"))).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000, push.example.com:8001, false",
        "http://push.example.com:8001, push.example.com:8001, true",
        "http://push.example.com, push.example.com:8001, false",
        "https://push.example.com, push.example.com, true",
        "https://push.example.com, push.example.com:443, true",
        "http://push.example.com, push.example.com:80, true",
        "https://desk.example.com, push.example.com, true"
    })
    void onOtherAddressesOnlyOnesOwnAndTheListedPagesAreTaken(String origin, String host, boolean allowed) {
        assertThat(WIDE.allows(origin, host(host))).isEqualTo(allowed);
    }

    @Test
    void aStarTakesEveryPage() {
        OriginPolicy any = new OriginPolicy(List.of("*"), false);

        assertThat(any.allows("null", host("a"))).isTrue();
        assertThat(any.allows("https://evil.example", host("a"))).isTrue();
    }
}
