package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.admin.Redaction;
import io.tickgate.core.document.ApiDocument;
import io.tickgate.core.document.OperationCall;
import io.tickgate.core.transport.http.endpoint.HttpApi;
import io.tickgate.core.transport.http.endpoint.MetricsEndpoint;
import io.tickgate.core.transport.http.endpoint.ReadinessEndpoint;
import io.tickgate.core.transport.http.endpoint.StatusEndpoint;
import io.tickgate.core.transport.http.endpoint.admin.AdminApi;
import io.tickgate.protocol.message.ErrorCode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The OpenAPI documents name the paths, methods and bodies of the code, no more and no less. Pages are no part of an API. The
 * endpoints are asked for nothing but their routes, so that they need nothing to work with.
 */
@SuppressWarnings("NullAway")
class DocumentedRoutesTest {
    private static final String UPGRADE = "GET /api/v1/websocket/ws []";

    private final StatusEndpoint status = new StatusEndpoint(null, null, null, null, null);
    private final MetricsEndpoint metrics = new MetricsEndpoint(null);
    private final ReadinessEndpoint readiness = new ReadinessEndpoint(null);

    private static Set<String> told(String document) {
        Set<String> told = new HashSet<>();
        for (OperationCall call : OperationCall.of(ApiDocument.read(document))) {
            told.add(call + " " + call.bodies().keySet().stream().sorted().toList());
        }
        return told;
    }

    private static Set<String> served(List<HttpEndpoint> endpoints) {
        return endpoints.stream()
                .map(HttpEndpoint::route)
                .map(route -> route.method() + " " + route.path() + " "
                        + route.consumes().stream()
                                .map(MediaType::text)
                                .sorted()
                                .toList())
                .collect(Collectors.toSet());
    }

    @Test
    void everyPathOfThePublicListenerIsDescribed() {
        Set<String> served =
                served(HttpApi.endpoints(false, null, status, metrics, readiness, null, null, null, null, null, null));
        served.add(UPGRADE);

        assertThat(told("openapi")).isEqualTo(served);
    }

    @Test
    void everyPathOfTheAdminListenerIsDescribed() {
        Set<String> served = served(AdminApi.endpoints(
                null,
                null,
                null,
                Redaction.ofAll(),
                null,
                null,
                null,
                null,
                null,
                false,
                List.of(status, metrics, readiness)));

        assertThat(told("admin-openapi")).isEqualTo(served);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openapi", "admin-openapi"})
    void everyCodeOfAProblemHasItsStatus(String name) {
        Map<String, Object> codes = ApiDocument.read(name).at("components", "schemas", "ErrorCode");
        Map<String, Object> statuses = new LinkedHashMap<>();
        Arrays.stream(ErrorCode.values()).forEach(code -> statuses.put(code.wireName(), code.httpStatus()));

        assertThat(codes).containsEntry("enum", List.copyOf(statuses.keySet())).containsEntry("x-status", statuses);
    }
}
