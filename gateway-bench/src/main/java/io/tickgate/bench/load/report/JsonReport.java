package io.tickgate.bench.load.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tickgate.bench.load.result.Account;
import io.tickgate.bench.load.result.ClientLimits;
import io.tickgate.bench.load.result.Expectation;
import io.tickgate.bench.load.result.Latency;
import io.tickgate.bench.load.result.PhaseResult;
import io.tickgate.bench.load.result.RampStep;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.SecondSample;
import io.tickgate.bench.load.result.ServerUse;
import io.tickgate.bench.load.result.Traffic;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a result as one JSON object, whose fields {@code docs/BENCHMARKS.md} lists; {@link JsonResult} reads it back. */
public final class JsonReport {
    static final String FORMAT = "tickgate-load-result";
    static final int VERSION = 1;

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};
    private static final String[] PERCENTILE_NAMES = {"p50_us", "p90_us", "p99_us", "p999_us", "p9999_us"};

    private final JsonGenerator json;

    private JsonReport(JsonGenerator json) {
        this.json = json;
    }

    /** The object as text, on several lines. */
    public static String of(RunResult result) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
            new JsonReport(generator).write(result);
        } catch (IOException e) {
            throw new IllegalStateException("a string could not be written to", e);
        }
        return text + "\n";
    }

    private void write(RunResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeNumberField("version", VERSION);
        json.writeStringField("scenario", result.scenario());
        json.writeObjectFieldStart("settings");
        for (Map.Entry<String, String> setting : result.settings().entrySet()) {
            json.writeStringField(setting.getKey(), setting.getValue());
        }
        json.writeEndObject();
        place(result);
        json.writeStringField("started_at", result.startedAt().toString());
        json.writeNumberField("measured_s", result.measuredSeconds());
        json.writeNumberField("publications_per_s", result.publicationsPerSecond());
        json.writeNumberField("deliveries_per_s", result.deliveriesPerSecond());
        account(result.account());
        traffic(result.traffic());
        latency(result.latency());
        server(result.server());
        client(result.client());
        json.writeArrayFieldStart("phases");
        for (PhaseResult phase : result.phases()) {
            phase(phase);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("ramp");
        for (RampStep step : result.ramp()) {
            rampStep(step);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("seconds");
        for (SecondSample second : result.seconds()) {
            second(second);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("expectations");
        for (Expectation expectation : result.expectations()) {
            json.writeStartObject();
            json.writeStringField("text", expectation.text());
            json.writeStringField("measured", expectation.measured());
            json.writeBooleanField("met", expectation.isMet());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("verdict");
        json.writeStringField("outcome", Words.of(result.verdict().outcome()));
        json.writeStringField("text", result.verdict().text());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void place(RunResult result) throws IOException {
        json.writeObjectFieldStart("target");
        json.writeStringField("label", result.target().label());
        json.writeStringField("address", result.target().address());
        json.writeStringField("dialect", result.target().dialect());
        json.writeEndObject();
        json.writeObjectFieldStart("machine");
        json.writeStringField("kernel", result.machine().kernel());
        json.writeNumberField("processors", result.machine().processors());
        json.writeStringField("cpu_model", result.machine().cpuModel());
        json.writeStringField("java", result.machine().java());
        json.writeEndObject();
    }

    private void account(Account account) throws IOException {
        json.writeObjectFieldStart("account");
        json.writeNumberField("published", account.published());
        json.writeNumberField("delivered", account.delivered());
        json.writeNumberField("delivered_bytes", account.deliveredBytes());
        json.writeNumberField("lost", account.lost());
        json.writeNumberField("undelivered", account.undelivered());
        json.writeNumberField("doubled", account.doubled());
        json.writeNumberField("out_of_order", account.outOfOrder());
        json.writeNumberField("misrouted", account.misrouted());
        json.writeNumberField("foreign", account.foreign());
        json.writeNumberField("cut_off", account.cutOff());
        json.writeNumberField("connects", account.connects());
        json.writeNumberField("connect_failures", account.connectFailures());
        json.writeNumberField("disconnects", account.disconnects());
        json.writeNumberField("publish_errors", account.publishErrors());
        json.writeEndObject();
    }

    private void traffic(Traffic traffic) throws IOException {
        json.writeObjectFieldStart("traffic");
        json.writeNumberField("published", traffic.published());
        json.writeNumberField("delivered", traffic.delivered());
        json.writeNumberField("bytes", traffic.bytes());
        json.writeEndObject();
    }

    private void latency(Latency latency) throws IOException {
        json.writeObjectFieldStart("latency");
        json.writeNumberField("count", latency.count());
        json.writeNumberField("mean_us", latency.mean());
        for (int i = 0; i < PERCENTILES.length; i++) {
            json.writeNumberField(PERCENTILE_NAMES[i], latency.at(PERCENTILES[i]));
        }
        json.writeNumberField("max_us", latency.max());
        json.writeStringField("hdr", latency.encoded());
        json.writeEndObject();
    }

    private void server(@Nullable ServerUse server) throws IOException {
        if (server == null) {
            json.writeNullField("server");
            return;
        }
        json.writeObjectFieldStart("server");
        json.writeNumberField("cpu_s", server.cpuSeconds());
        json.writeNumberField("cpu_us_per_delivery", server.cpuMicrosPerDelivery());
        json.writeNumberField("rss_start_bytes", server.rssStartBytes());
        json.writeNumberField("rss_peak_bytes", server.rssPeakBytes());
        json.writeNumberField("rss_end_bytes", server.rssEndBytes());
        json.writeEndObject();
    }

    private void client(ClientLimits client) throws IOException {
        json.writeObjectFieldStart("client");
        json.writeNumberField("loop_busy_share", client.loopBusyShare());
        json.writeNumberField("publisher_lateness_p99_us", client.publisherLatenessP99Micros());
        json.writeNumberField("deliveries_per_read", client.deliveriesPerRead());
        json.writeBooleanField("bottleneck", client.isBottleneck());
        json.writeStringField("text", client.text());
        json.writeEndObject();
    }

    private void phase(PhaseResult phase) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", phase.name());
        json.writeNumberField("rate", phase.rate());
        json.writeNumberField("duration_us", phase.duration().toNanos() / 1000);
        json.writeBooleanField("warm_up", phase.isWarmUp());
        json.writeNumberField("published", phase.published());
        json.writeNumberField("delivered", phase.delivered());
        latency(phase.latency());
        json.writeEndObject();
    }

    private void rampStep(RampStep step) throws IOException {
        json.writeStartObject();
        json.writeNumberField("rate", step.rate());
        json.writeNumberField("deliveries_per_s", step.deliveriesPerSecond());
        json.writeNumberField("p50_us", step.p50Micros());
        json.writeNumberField("p99_us", step.p99Micros());
        json.writeNumberField("missing", step.missing());
        json.writeBooleanField("kept", step.isKept());
        json.writeEndObject();
    }

    private void second(SecondSample second) throws IOException {
        json.writeStartObject();
        json.writeNumberField("second", second.second());
        json.writeNumberField("published", second.published());
        json.writeNumberField("delivered", second.delivered());
        json.writeNumberField("bytes", second.bytes());
        json.writeNumberField("p50_us", second.p50Micros());
        json.writeNumberField("p99_us", second.p99Micros());
        json.writeNumberField("max_us", second.maxMicros());
        if (second.server() == null) {
            json.writeNullField("server");
        } else {
            json.writeObjectFieldStart("server");
            json.writeNumberField("cpu_percent", second.server().cpuPercent());
            json.writeNumberField("rss_bytes", second.server().rssBytes());
            json.writeEndObject();
        }
        json.writeNumberField("client_cpu_percent", second.clientCpuPercent());
        json.writeEndObject();
    }
}
