package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.protocol.message.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    /** An endpoint that is only looked for. */
    private record Named(Route route) implements HttpEndpoint.Plain {
        @Override
        public void handle(HttpExchange exchange) {}
    }

    private static final Named ALL = new Named(Route.get("/tasks/all"));
    private static final Named ONE = new Named(Route.get("/tasks/{id}"));
    private static final Named DROP = new Named(Route.publish(HttpMethod.DELETE, "/tasks/{id}"));
    private static final Named POINTS = new Named(Route.publish(HttpMethod.POST, "/charts/{symbol}/points"));
    private static final RouteTable TABLE = new RouteTable(List.of(ONE, DROP, ALL, POINTS));

    private static RouteTable.Match find(HttpMethod method, String target) throws RequestRefused {
        return TABLE.find(method, RequestTarget.parse(target));
    }

    @Test
    void theMoreExactPathWins() throws RequestRefused {
        assertThat(find(HttpMethod.GET, "/tasks/all").endpoint()).isSameAs(ALL);
        assertThat(find(HttpMethod.GET, "/tasks/7").endpoint()).isSameAs(ONE);
    }

    @Test
    void aVariableIsOneDecodedSegment() throws RequestRefused {
        RouteTable.Match match = find(HttpMethod.POST, "/charts/0700%2EHK/points?x=1");

        assertThat(match.variables()).isEqualTo(Map.of("symbol", "0700.HK"));
        assertThat(find(HttpMethod.GET, "/tasks/a%2Fb").variables()).isEqualTo(Map.of("id", "a/b"));
    }

    @Test
    void headIsAnsweredWhereGetIs() throws RequestRefused {
        assertThat(find(HttpMethod.HEAD, "/tasks/7").endpoint()).isSameAs(ONE);
    }

    @Test
    void anUnknownPathIsNotFound() {
        for (String path : List.of("/", "/tasks", "/tasks/", "/tasks//", "/tasks/7/", "//tasks/7", "/Tasks/7")) {
            assertThatExceptionOfType(RequestRefused.class)
                    .isThrownBy(() -> find(HttpMethod.GET, path))
                    .matches(refused -> refused.problem().code() == ErrorCode.NOT_FOUND, path);
        }
    }

    @Test
    void anotherMethodIsToldWhatIsAllowed() {
        assertThatExceptionOfType(RequestRefused.class)
                .isThrownBy(() -> find(HttpMethod.PUT, "/tasks/7"))
                .satisfies(refused -> {
                    HttpHeaders headers = new DefaultHttpHeaders();
                    refused.headers().addTo(headers);
                    assertThat(refused.problem().status()).isEqualTo(405);
                    assertThat(headers.get("Allow").split(", "))
                            .containsExactlyInAnyOrder("GET", "HEAD", "DELETE", "OPTIONS");
                });
    }

    @Test
    void anAsteriskAllowsWhatAnyPathDoes() throws RequestRefused {
        assertThat(TABLE.allowedMethods(RequestTarget.parse("*")))
                .containsExactlyInAnyOrder("GET", "HEAD", "DELETE", "POST", "OPTIONS");
        assertThat(TABLE.allowedMethods(RequestTarget.parse("/nowhere"))).isEmpty();
    }

    @Test
    void twoEndpointsCannotServeTheSameRequests() {
        Named other = new Named(Route.get("/tasks/{task_id}"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteTable(List.of(ONE, other)))
                .withMessageStartingWith("two endpoints serve ");
        assertThatIllegalArgumentException().isThrownBy(() -> new PathPattern("tasks"));
        assertThat(new PathPattern("/a/{x}").isAsExactAs(new PathPattern("/{x}/b")))
                .isTrue();
        assertThat(new PathPattern("/a/{x}").isAsExactAs(new PathPattern("/b/{x}")))
                .isFalse();
    }
}
