package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
    @ParameterizedTest
    @CsvSource({
        "localhost, localhost, -1",
        "LOCALHOST:8001, localhost, 8001",
        "push.example.com., push.example.com, -1",
        "push.example.com:, push.example.com, -1",
        "127.0.0.1:1, 127.0.0.1, 1",
        "[::1], ::1, -1",
        "[::1]:65535, ::1, 65535",
        "[2001:DB8::1]:80, 2001:db8::1, 80",
        "a_b-c.d, a_b-c.d, -1"
    })
    void aHostAndItsPortAreReadInLowerCase(String text, String host, int port) {
        assertThat(Authority.parse(text)).isEqualTo(new Authority(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":8001",
                "a:65536",
                "a:99999",
                "a:123456",
                "a:-1",
                "a:1x",
                "a:٣",
                "a:1:2",
                "user@localhost",
                "localhost/",
                "local host",
                "localhost\t",
                "lоcalhost",
                "::1",
                "[::1",
                "[::1]x",
                "[localhost]",
                "[]",
                "[127.0.0.1]",
                "a,b"
            })
    void whatIsNoHostIsNone(String text) {
        assertThat(Authority.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost.",
                "LocalHost:1",
                "a.localhost",
                "127.0.0.1",
                "127.255.0.9:80",
                "[::1]",
                "[0:0:0:0:0:0:0:1]:8001"
            })
    void loopbackCannotBeReboundToAnotherMachine(String text) {
        assertThat(Authority.parse(text)).isNotNull().matches(Authority::isLoopback);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost.example.com",
                "notlocalhost",
                "127.0.0.1.example.com",
                "128.0.0.1",
                "0.0.0.0",
                "127.1",
                "[::]",
                "[::2]",
                "[1::1]"
            })
    void whatOnlyLooksLikeLoopbackIsNot(String text) {
        assertThat(Authority.parse(text)).isNotNull().matches(authority -> !authority.isLoopback());
    }
}
