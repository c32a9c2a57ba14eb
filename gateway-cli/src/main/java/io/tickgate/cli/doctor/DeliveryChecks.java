package io.tickgate.cli.doctor;

import io.tickgate.cli.client.HttpApiClient;
import io.tickgate.cli.client.HttpApiClient.Answer;
import io.tickgate.cli.client.PublishAnswer;
import io.tickgate.cli.console.Failure;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether what is published arrives, how fast, and in order. Publishes to a channel that nobody else has. */
final class DeliveryChecks {
    /** The guide's promise, from publishing to receiving. */
    private static final long LATENCY_TARGET_MICROS = 50_000;
    /** So slow that something is broken rather than busy. */
    private static final long LATENCY_BROKEN_MICROS = 2_000_000;

    private static final String NOT_ALLOWED_ADVICE =
            "run doctor on the gateway's own host, or add this address to ingest.allowed-addresses";

    private final HttpApiClient api;
    private final String channel;
    private boolean mayPublish;
    private @Nullable DeliveryRun run;

    DeliveryChecks(HttpApiClient api, String channel) {
        this.api = api;
        this.channel = channel;
    }

    List<Check> all() {
        return List.of(
                new Check("publish", this::publish),
                new Check("latency", this::latency),
                new Check("order", this::order));
    }

    private Finding publish() throws Failure, InterruptedException {
        try (Dialogue subscriber = Dialogue.open(api, WireFormat.JSON)) {
            subscriber.subscribe(channel);
            String request = "{\"channel\":\"" + channel + "\",\"message\":{\"type\":\"doctor\"}}";
            Answer answer = api.postJson(api.url().broadcast(), request.getBytes(StandardCharsets.UTF_8));
            if (answer.status() == 401 || answer.status() == 403) {
                return Finding.warn("this address may not publish (HTTP " + answer.status() + ")", NOT_ALLOWED_ADVICE);
            }
            if (!answer.isSuccess()) {
                throw answer.refusal();
            }
            mayPublish = true;
            PublishAnswer published = answer.read(PublishAnswer::read);
            PublicationMessage received = subscriber.await(PublicationMessage.class);
            if (received.offset() != published.offset() || !received.channel().equals(channel)) {
                return Finding.fail(
                        "published as " + published.offset() + ", received as " + received.offset() + " of "
                                + received.channel(),
                        "please report this");
            }
            return Finding.ok("received on " + channel + " as offset " + received.offset());
        }
    }

    private Finding latency() throws Failure, InterruptedException {
        if (!mayPublish) {
            return notChecked();
        }
        DeliveryRun done = DeliveryRun.of(api, channel);
        run = done;
        String detail = String.format(
                Locale.ROOT,
                "%d of %d received: p50 %.2f, p99 %.2f, max %.2f ms",
                done.receivedCount(),
                DeliveryRun.COUNT,
                done.micros(50) / 1000.0,
                done.micros(99) / 1000.0,
                done.micros(100) / 1000.0);
        if (done.receivedCount() < DeliveryRun.COUNT) {
            return Finding.fail(detail, "messages are lost: read the gateway's log, and see gateway status for drops");
        }
        if (done.micros(99) >= LATENCY_BROKEN_MICROS) {
            return Finding.fail(detail, "see whether the gateway's machine is out of CPU or memory");
        }
        return done.micros(99) < LATENCY_TARGET_MICROS
                ? Finding.ok(detail)
                : Finding.warn(detail + " (target: below 50)", "see whether the machine or the network is overloaded");
    }

    private Finding order() {
        DeliveryRun done = run;
        if (done == null) {
            return notChecked();
        }
        return done.disorder().isEmpty()
                ? Finding.ok("offsets without a gap, messages in the order of publishing")
                : Finding.fail(done.disorder(), "please report this");
    }

    private Finding notChecked() {
        return mayPublish
                ? Finding.fail("not checked: the run before it broke off", "read the gateway's log of this moment")
                : Finding.warn("not checked: nothing can be published from here", NOT_ALLOWED_ADVICE);
    }
}
