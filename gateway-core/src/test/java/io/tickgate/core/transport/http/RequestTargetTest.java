package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
    @Test
    void aPathIsCutFirstAndDecodedThen() throws RequestRefused {
        RequestTarget target = RequestTarget.parse("/charts/0700%2EHK/a%2Fb/%E6%B8%AF+x");

        assertThat(target.path()).isEqualTo("/charts/0700%2EHK/a%2Fb/%E6%B8%AF+x");
        assertThat(target.segments()).containsExactly("charts", "0700.HK", "a/b", "港+x");
        assertThat(target.authority()).isNull();
    }

    @Test
    void aQueryIsDecodedAndTheFirstValueCounts() throws RequestRefused {
        RequestTarget target = RequestTarget.parse("/ws?user_id=a+b%26c&user_id=2&flag&=x&&empty=&n=1=2");

        assertThat(target.path()).isEqualTo("/ws");
        assertThat(target.query())
                .containsOnly(
                        java.util.Map.entry("user_id", "a b&c"),
                        java.util.Map.entry("flag", ""),
                        java.util.Map.entry("empty", ""),
                        java.util.Map.entry("n", "1=2"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8001/health/live, localhost:8001, /health/live",
        "HTTPS://a.example?x=1, a.example, /",
        "http://a.example, a.example, /",
        "http:///x, '', /x"
    })
    void anAbsoluteFormNamesItsHost(String text, String authority, String path) throws RequestRefused {
        RequestTarget target = RequestTarget.parse(text);

        assertThat(target.authority()).isEqualTo(authority);
        assertThat(target.path()).isEqualTo(path);
    }

    @Test
    void anAsteriskIsNoPath() throws RequestRefused {
        assertThat(RequestTarget.parse("*").isAsterisk()).isTrue();
        assertThat(RequestTarget.parse("/*").isAsterisk()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "health",
                "**",
                "/a#b",
                "/a b",
                "/港",
                "/%",
                "/%4",
                "/%4g",
                "/%+1",
                "/%00",
                "/%0d%0a",
                "/%7f",
                "/%ff",
                "/%c0%af",
                "/?x=%",
                "/?x=%c3",
                "ftp://a/"
            })
    void whatIsNoTargetIsRefused(String text) {
        assertThatThrownBy(() -> RequestTarget.parse(text))
                .isInstanceOf(RequestRefused.class)
                .hasMessageMatching("The (request target|path|query parameter \"x\") .+");
    }

    @Test
    void aParameterThatCannotBeReadIsNamedShortly() {
        assertThatThrownBy(() -> RequestTarget.parse("/api/v1/websocket/ws?user_id=u1&client_id=%ff"))
                .hasMessage("The query parameter \"client_id\" is not UTF-8 once decoded");
        assertThatThrownBy(() -> RequestTarget.parse("/?" + "n".repeat(100) + "=%zz"))
                .hasMessage("The query parameter \"" + "n".repeat(64) + "\" holds a bad percent escape");
    }
}
