import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Publishes to a Tickgate gateway by HTTP, with nothing but the JDK (17 or newer): one file to copy from.
 *
 * <p>What surely was not published is tried again: the gateway could not be reached, or answered 408, 429 or 503, whose
 * {@code Retry-After} is kept. Where no answer came it depends: what has an id, or says the same when it comes twice, is
 * tried again; a plain message is not, and throws {@link OutcomeUnknown}, because only its publisher knows whether twice is
 * harmless. Any other answer throws {@link Refused}.
 *
 * <p>Any thread may use it; a call blocks until its answer.
 */
public final class Publisher {
    private static final String PREFIX = "/api/v1/websocket";
    private static final Set<Integer> TRY_AGAIN = Set.of(408, 429, 503);
    /** A proxy answers these when the gateway behind it did not: whether that read the request is not known. */
    private static final Set<Integer> OF_PROXIES = Set.of(502, 504);

    private static final Duration RETRY_AFTER_MAX = Duration.ofSeconds(60);

    private final HttpClient http;
    private final String gateway;
    private final Optional<String> credential;
    private final Options options;

    /**
     * @param timeout for one answer
     * @param attempts tries in all of one request, at least 1
     * @param backoffBase wait number n is random up to this times 2 to the n
     * @param backoffCap the longest of these waits
     */
    public record Options(Duration timeout, int attempts, Duration backoffBase, Duration backoffCap) {
        public static final Options DEFAULT =
                new Options(Duration.ofSeconds(5), 6, Duration.ofMillis(500), Duration.ofSeconds(30));
    }

    /** @param attempts how many tries it took; with more than one it may have come twice */
    public record Published(long offset, long recipients, int attempts) {}

    /** The gateway answered with an error: nothing was published. {@code code} is stable, see docs/PROTOCOL.md. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;
        public final int status;
        public final String code;

        Refused(int status, String code, String detail) {
            super(status + " " + code + ": " + detail);
            this.status = status;
            this.code = code;
        }
    }

    /** No answer came: it may have been published, or not. */
    public static final class OutcomeUnknown extends IOException {
        private static final long serialVersionUID = 1;

        OutcomeUnknown(String message, IOException cause) {
            super(message, cause);
        }
    }

    /** @param credential a token or an API key, where the gateway asks for one */
    public Publisher(URI gateway, Optional<String> credential, Options options) {
        this.gateway = gateway.toString().replaceAll("/+$", "");
        this.credential = credential;
        this.options = options;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(options.timeout())
                .build();
    }

    /**
     * Publishes a message.
     *
     * @param message a JSON object
     * @param id 1 to 64 characters without whitespace, such as a UUID; with it the message is tried again where no answer came.
     *     As its idempotency key it has the gateway publish the message once, as long as that remembers it; as the member {@code
     *     id} it lets subscribers tell where a gateway was killed in between and has forgotten it
     */
    public Published publish(String channel, String message, Optional<String> id) throws IOException, InterruptedException {
        String named = id.map(text -> withMember(message, "id", Json.quote(text))).orElse(message);
        String key = id.map(text -> ",\"idempotency_key\":" + Json.quote(text)).orElse("");
        return post("/broadcast", "{\"channel\":" + Json.quote(channel) + ",\"message\":" + named + key + "}", id.isPresent());
    }

    /** Publishes a notification under an id of its own: the gateway publishes an id once, as long as it keeps it. */
    public Published notify(String type, String title, String message) throws IOException, InterruptedException {
        String body = "{\"id\":" + Json.quote(UUID.randomUUID().toString()) + ",\"type\":" + Json.quote(type) + ",\"title\":"
                + Json.quote(title) + ",\"message\":" + Json.quote(message) + "}";
        return post("/notifications", body, true);
    }

    /** Reports on a back-test; a report that is repeated says the same again. */
    public Published progress(String taskId, String report) throws IOException, InterruptedException {
        return post("/backtests/" + encoded(taskId) + "/progress", report, true);
    }

    /** Publishes points of a chart; points have keys, so repeated ones replace themselves. */
    public Published chart(String symbol, String points) throws IOException, InterruptedException {
        return post("/charts/" + encoded(symbol) + "/points", "{\"data_points\":" + points + "}", true);
    }

    /**
     * Streams lines such as {@code {"channel":…,"message":…}}; each is published as it arrives. It is not tried again.
     *
     * @return the answer, {@code {"accepted":…,"errors":[…],"errors_total":…}}
     */
    public String stream(Iterator<String> lines) throws IOException, InterruptedException {
        BodyPublisher body = BodyPublishers.ofInputStream(() -> new Lines(lines));
        // The answer comes behind the last line, whenever that is: the time-out of an answer is none of a stream.
        HttpRequest request = request("/publications", "application/x-ndjson").POST(body).build();
        HttpResponse<String> response;
        try {
            response = http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw isBeforeSending(e) ? e : new OutcomeUnknown("no answer to a stream", e);
        }
        if (response.statusCode() != 200) {
            throw refused(response);
        }
        return response.body();
    }

    private Published post(String path, String body, boolean repeatable) throws IOException, InterruptedException {
        HttpRequest request = request(path, "application/json")
                .timeout(options.timeout())
                .POST(BodyPublishers.ofString(body))
                .build();
        for (int attempt = 1; ; attempt++) {
            IOException failure;
            Duration retryAfter = Duration.ZERO;
            try {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                int status = response.statusCode();
                if (status < 300) {
                    Map<String, String> answer = Json.members(response.body());
                    return new Published(number(answer, "offset"), number(answer, "recipient_count"), attempt);
                }
                failure = refused(response);
                if (OF_PROXIES.contains(status) && !repeatable) {
                    throw new OutcomeUnknown("a proxy answered " + status, failure);
                }
                retryAfter = retryAfter(response);
                boolean again = TRY_AGAIN.contains(status) || OF_PROXIES.contains(status);
                if (!again || retryAfter.compareTo(RETRY_AFTER_MAX) > 0) {
                    throw failure;
                }
            } catch (OutcomeUnknown | Refused e) {
                throw e;
            } catch (IOException e) {
                if (!isBeforeSending(e) && !repeatable) {
                    throw new OutcomeUnknown("no answer to " + path, e);
                }
                failure = e;
            }
            if (attempt >= options.attempts()) {
                throw failure;
            }
            Thread.sleep(retryAfter.plus(backoff(attempt - 1)).toMillis());
        }
    }

    private HttpRequest.Builder request(String path, String contentType) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(gateway + PREFIX + path)).header("Content-Type", contentType);
        credential.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        return request;
    }

    /** Whether nothing can have been sent. A request that was cut off counts as sent: this client does not tell the two apart. */
    private static boolean isBeforeSending(IOException e) {
        return e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
    }

    /** Full jitter, so that the publishers of a gateway that restarts do not come back all at once. */
    private Duration backoff(int failures) {
        long ceiling = Math.min(options.backoffCap().toMillis(), options.backoffBase().toMillis() << Math.min(failures, 10));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling + 1));
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        String seconds = response.headers().firstValue("Retry-After").orElse("");
        return seconds.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
    }

    private static Refused refused(HttpResponse<String> response) {
        Map<String, String> problem = Json.members(response.body());
        String code = Json.unquote(problem.getOrDefault("code", "\"http_" + response.statusCode() + "\""));
        return new Refused(response.statusCode(), code, Json.unquote(problem.getOrDefault("detail", "\"\"")));
    }

    private static long number(Map<String, String> answer, String name) throws IOException {
        String text = answer.getOrDefault(name, "");
        if (!text.matches("-?[0-9]{1,18}")) {
            throw new IOException("the answer has no " + name + ": " + answer);
        }
        return Long.parseLong(text);
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String withMember(String object, String name, String value) {
        String rest = object.strip().substring(1).strip();
        return "{" + Json.quote(name) + ":" + value + (rest.equals("}") ? "" : ",") + rest;
    }

    /** Lines as they come, each ended; nothing is gathered. */
    private static final class Lines extends InputStream {
        private final Iterator<String> lines;
        private byte[] line = new byte[0];
        private int at;

        Lines(Iterator<String> lines) {
            this.lines = lines;
        }

        @Override
        public int read() {
            return fill() ? line[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, line.length - at);
            System.arraycopy(line, at, target, offset, count);
            at += count;
            return count;
        }

        private boolean fill() {
            if (at == line.length) {
                if (!lines.hasNext()) {
                    return false;
                }
                line = (lines.next() + "\n").getBytes(StandardCharsets.UTF_8);
                at = 0;
            }
            return true;
        }
    }

    /** As much JSON as is needed here; a project of its own has a library for it. */
    static final class Json {
        private Json() {}

        static String quote(String text) {
            StringBuilder out = new StringBuilder("\"");
            for (char c : text.toCharArray()) {
                if (c == '"' || c == '\\') {
                    out.append('\\').append(c);
                } else if (c < ' ') {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
            return out.append('"').toString();
        }

        static String unquote(String raw) {
            StringBuilder out = new StringBuilder();
            for (int i = 1; i < raw.length() - 1; i++) {
                char c = raw.charAt(i);
                if (c != '\\') {
                    out.append(c);
                    continue;
                }
                char escaped = raw.charAt(++i);
                switch (escaped) {
                    case 'n' -> out.append('\n');
                    case 't' -> out.append('\t');
                    case 'r' -> out.append('\r');
                    case 'b' -> out.append('\b');
                    case 'f' -> out.append('\f');
                    case 'u' -> {
                        out.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                        i += 4;
                    }
                    default -> out.append(escaped);
                }
            }
            return out.toString();
        }

        /** The members of an object by name, their values as they are written; what is no object has none. */
        static Map<String, String> members(String json) {
            Map<String, String> members = new LinkedHashMap<>();
            int at = skip(json, 0);
            if (at >= json.length() || json.charAt(at) != '{') {
                return members;
            }
            at = skip(json, at + 1);
            while (at < json.length() && json.charAt(at) == '"') {
                int end = endOfValue(json, at);
                String name = unquote(json.substring(at, end));
                at = skip(json, skip(json, end) + 1); // behind the colon
                end = endOfValue(json, at);
                members.put(name, json.substring(at, end).strip());
                at = skip(json, skip(json, end) + 1); // behind the comma
            }
            return members;
        }

        private static int endOfValue(String json, int at) {
            int depth = 0;
            for (boolean quoted = false; at < json.length(); at++) {
                char c = json.charAt(at);
                if (quoted) {
                    if (c == '\\') {
                        at++;
                    } else if (c == '"') {
                        quoted = false;
                        if (depth == 0) {
                            return at + 1;
                        }
                    }
                } else if (c == '"') {
                    quoted = true;
                } else if (c == '{' || c == '[') {
                    depth++;
                } else if ((c == '}' || c == ']' || c == ',') && depth == 0) {
                    return at;
                } else if ((c == '}' || c == ']') && --depth == 0) {
                    return at + 1;
                }
            }
            return at;
        }

        private static int skip(String json, int at) {
            while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
                at++;
            }
            return at;
        }
    }

    // What follows shows it at work.

    /** {@code java Publisher.java [URL]} publishes one of each; {@code --driver} is for clients/conformance. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length > 0 && arguments[0].equals("--driver")) {
            drive();
            return;
        }
        URI gateway = URI.create(arguments.length > 0 ? arguments[0] : "http://localhost:8001");
        Publisher publisher =
                new Publisher(gateway, Optional.ofNullable(System.getenv("GATEWAY_TOKEN")), Options.DEFAULT);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

        Published quote = publisher.publish("market_data:0700.HK", "{\"type\":\"quote\",\"last\":321.5}", Optional.empty());
        out.println("quote:        offset " + quote.offset() + ", " + quote.recipients() + " subscribers");
        Published trade = publisher.publish("market_data:0700.HK", "{\"type\":\"trade\",\"price\":321.4}", Optional.of("t-1"));
        out.println("trade:        offset " + trade.offset() + " after " + trade.attempts() + " tries");
        Published again = publisher.publish("market_data:0700.HK", "{\"type\":\"trade\",\"price\":321.4}", Optional.of("t-1"));
        out.println("and again:    offset " + again.offset());
        Published progress = publisher.progress("backtest_001", "{\"status\":\"running\",\"progress\":45.5}");
        out.println("progress:     offset " + progress.offset());
        Published chart = publisher.chart(
                "0700.HK", "[{\"timestamp\":1731144000.0,\"data_type\":\"volume\",\"value\":1200}]");
        out.println("chart:        offset " + chart.offset());
        Published notification = publisher.notify("success", "回测完成", "backtest_001");
        out.println("notification: offset " + notification.offset());
        String streamed = publisher.stream(List.of(
                        "{\"channel\":\"market_data:0005.HK\",\"message\":{\"last\":61.2}}",
                        "{\"channel\":\"market_data:9988.HK\",\"message\":{\"last\":80.1}}")
                .iterator());
        out.println("stream:       " + streamed);
        try {
            publisher.publish("nowhere", "{}", Optional.empty());
        } catch (Refused e) {
            out.println("refused:      " + e.code);
        }
    }

    /** Commands on standard input, events on standard output, as clients/conformance/README.md says. */
    private static void drive() throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("{\"event\":\"ready\"}");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Publisher publisher = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Map<String, String> command = Json.members(line);
            switch (Json.unquote(command.get("cmd"))) {
                case "connect" -> {
                    Map<String, String> given = Json.members(command.getOrDefault("options", "{}"));
                    publisher = new Publisher(
                            URI.create(Json.unquote(command.get("url"))),
                            Optional.ofNullable(given.get("token")).map(Json::unquote),
                            new Options(
                                    Duration.ofSeconds(5),
                                    40,
                                    Duration.ofMillis(Long.parseLong(given.getOrDefault("base_ms", "500"))),
                                    Duration.ofSeconds(1)));
                    out.println("{\"event\":\"state\",\"state\":\"connected\"}");
                }
                case "publish" -> {
                    if (publisher != null) {
                        out.println(published(publisher, command));
                    }
                }
                case "close" -> out.println("{\"event\":\"closed\",\"code\":1000,\"reason\":\"\"}");
                default -> {}
            }
        }
    }

    private static String published(Publisher publisher, Map<String, String> command) throws InterruptedException {
        String id = command.getOrDefault("id", "null");
        String code;
        String text;
        try {
            // A string is the publication's own id, with which it may be tried again; a number is the runner's.
            Optional<String> own = id.startsWith("\"") ? Optional.of(Json.unquote(id)) : Optional.empty();
            Published published = publisher.publish(Json.unquote(command.get("channel")), command.get("data"), own);
            return "{\"event\":\"published\",\"id\":" + id + ",\"offset\":" + published.offset() + ",\"attempts\":"
                    + published.attempts() + "}";
        } catch (OutcomeUnknown e) {
            code = e.getCause() instanceof HttpTimeoutException ? "timeout" : "connection_lost";
            text = String.valueOf(e.getCause());
        } catch (Refused e) {
            code = e.code;
            text = String.valueOf(e.getMessage());
        } catch (IOException e) {
            code = "unreachable";
            text = String.valueOf(e);
        }
        return "{\"event\":\"error\",\"id\":" + id + ",\"code\":" + Json.quote(code) + ",\"message\":" + Json.quote(text) + "}";
    }
}
