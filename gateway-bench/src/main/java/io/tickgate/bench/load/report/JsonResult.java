package io.tickgate.bench.load.report;

import io.tickgate.bench.json.JsonFault;
import io.tickgate.bench.json.JsonObject;
import io.tickgate.bench.load.result.Account;
import io.tickgate.bench.load.result.ClientLimits;
import io.tickgate.bench.load.result.Expectation;
import io.tickgate.bench.load.result.Latency;
import io.tickgate.bench.load.result.Machine;
import io.tickgate.bench.load.result.PhaseResult;
import io.tickgate.bench.load.result.RampStep;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.SecondSample;
import io.tickgate.bench.load.result.SecondSample.ServerSecond;
import io.tickgate.bench.load.result.ServerUse;
import io.tickgate.bench.load.result.Target;
import io.tickgate.bench.load.result.Traffic;
import io.tickgate.bench.load.result.Verdict;
import io.tickgate.bench.load.result.Verdict.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads back what {@link JsonReport} wrote. */
public final class JsonResult {
    private JsonResult() {}

    /**
     * @throws JsonFault when the file holds something else; names the file and the field
     * @throws IOException when it cannot be read
     */
    public static RunResult read(Path file) throws IOException {
        JsonObject json = JsonObject.read(file);
        try {
            return of(json);
        } catch (JsonFault e) {
            throw new JsonFault(file + ": " + e.getMessage());
        }
    }

    static RunResult of(JsonObject json) {
        if (!json.has("format") || !json.string("format").equals(JsonReport.FORMAT)) {
            throw new JsonFault("format must be \"" + JsonReport.FORMAT + "\": is it the result of a load run?");
        }
        if (json.whole("version") != JsonReport.VERSION) {
            throw new JsonFault("version must be " + JsonReport.VERSION + ", was " + json.whole("version"));
        }
        JsonObject target = json.object("target");
        JsonObject machine = json.object("machine");
        JsonObject verdict = json.object("verdict");
        return new RunResult(
                json.string("scenario"),
                settings(json.object("settings")),
                new Target(target.string("label"), target.string("address"), target.string("dialect")),
                new Machine(
                        machine.string("kernel"),
                        (int) machine.whole("processors"),
                        machine.string("cpu_model"),
                        machine.string("java")),
                instant(json.string("started_at")),
                json.objects("phases").stream().map(JsonResult::phase).toList(),
                account(json.object("account")),
                traffic(json.object("traffic")),
                latency(json.object("latency")),
                json.objects("seconds").stream().map(JsonResult::second).toList(),
                json.has("server") ? server(json.object("server")) : null,
                client(json.object("client")),
                json.objects("ramp").stream().map(JsonResult::rampStep).toList(),
                json.objects("expectations").stream()
                        .map(expectation -> new Expectation(
                                expectation.string("text"), expectation.string("measured"), expectation.bool("met")))
                        .toList(),
                new Verdict(outcome(verdict.string("outcome")), verdict.string("text")));
    }

    private static Map<String, String> settings(JsonObject json) {
        Map<String, String> settings = new LinkedHashMap<>();
        json.names().forEach(name -> settings.put(name, json.string(name)));
        return settings;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new JsonFault("started_at must be a time like 2026-01-31T12:00:00Z, was " + text);
        }
    }

    private static Outcome outcome(String text) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> Words.of(outcome).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new JsonFault("verdict.outcome must be passed, client_limited or failed, was " + text));
    }

    private static Account account(JsonObject json) {
        return new Account(
                json.whole("published"),
                json.whole("delivered"),
                json.whole("delivered_bytes"),
                json.whole("lost"),
                json.whole("undelivered"),
                json.whole("doubled"),
                json.whole("out_of_order"),
                json.whole("misrouted"),
                json.whole("foreign"),
                json.whole("cut_off"),
                json.whole("connects"),
                json.whole("connect_failures"),
                json.whole("disconnects"),
                json.whole("publish_errors"));
    }

    private static Traffic traffic(JsonObject json) {
        return new Traffic(json.whole("published"), json.whole("delivered"), json.whole("bytes"));
    }

    private static Latency latency(JsonObject json) {
        try {
            return Latency.decode(json.string("hdr"));
        } catch (IllegalArgumentException e) {
            throw new JsonFault("latency.hdr must be a histogram: " + e.getMessage());
        }
    }

    private static PhaseResult phase(JsonObject json) {
        return new PhaseResult(
                json.string("name"),
                json.number("rate"),
                Duration.ofNanos(json.whole("duration_us") * 1000),
                json.bool("warm_up"),
                json.whole("published"),
                json.whole("delivered"),
                latency(json.object("latency")));
    }

    private static SecondSample second(JsonObject json) {
        return new SecondSample(
                (int) json.whole("second"),
                json.whole("published"),
                json.whole("delivered"),
                json.whole("bytes"),
                json.whole("p50_us"),
                json.whole("p99_us"),
                json.whole("max_us"),
                json.has("server")
                        ? new ServerSecond(
                                json.object("server").number("cpu_percent"),
                                json.object("server").whole("rss_bytes"))
                        : null,
                json.number("client_cpu_percent"));
    }

    private static ServerUse server(JsonObject json) {
        return new ServerUse(
                json.number("cpu_s"),
                json.number("cpu_us_per_delivery"),
                json.whole("rss_start_bytes"),
                json.whole("rss_peak_bytes"),
                json.whole("rss_end_bytes"));
    }

    private static ClientLimits client(JsonObject json) {
        return new ClientLimits(
                json.number("loop_busy_share"),
                json.whole("publisher_lateness_p99_us"),
                json.number("deliveries_per_read"),
                json.bool("bottleneck"),
                json.string("text"));
    }

    private static RampStep rampStep(JsonObject json) {
        return new RampStep(
                json.number("rate"),
                json.number("deliveries_per_s"),
                json.whole("p50_us"),
                json.whole("p99_us"),
                json.whole("missing"),
                json.bool("kept"));
    }
}
