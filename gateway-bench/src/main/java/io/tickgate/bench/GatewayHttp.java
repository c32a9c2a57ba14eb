package io.tickgate.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a gateway of this machine. Any thread. */
public final class GatewayHttp {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private GatewayHttp() {}

    /** @throws IOException when it does not answer in time */
    public static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    /** The whole status, as JSON. */
    public static String status(int port) throws IOException, InterruptedException {
        return get(port, "/api/v1/websocket/status").body();
    }

    /** @param status such as {@code online} */
    public static boolean isStatus(int port, String status) throws IOException, InterruptedException {
        return status(port).contains("\"status\":\"" + status + "\"");
    }
}
