package io.tickgate.bench.gate;

import io.tickgate.bench.memory.MemoryGateway;
import io.tickgate.bench.memory.Quotes;
import io.tickgate.bench.memory.SteppedClock;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.MessageBody;
import java.util.List;
import java.util.Map;

/** Counts, by the gateway's own counters, the frames that it makes of a publication and the sends in which they leave. */
final class FrameCount {
    private static final int SUBSCRIBERS = 10;
    private static final int TURNS = 100;
    private static final int JOINED = 16;
    private static final List<String> GATHERED =
            List.of("market_data:A", "market_data:B", "market_data:C", "market_data:D", "market_data:E");

    private final MessageBody quote = Quotes.longBody();

    void addTo(Map<Measure, Double> values) {
        values.put(Measure.FRAMES_FOR_JSON, framesFor(FrameKind.JSON));
        values.put(Measure.FRAMES_FOR_BOTH_FORMATS, framesFor(FrameKind.JSON, FrameKind.MSGPACK));
        values.put(Measure.FRAMES_FOR_ALL_KINDS, framesFor(FrameKind.values()));
        values.put(Measure.SENDS_OF_JOINED, sends(JOINED, List.of(Quotes.CHANNEL)));
        values.put(Measure.SENDS_OF_GATHERED, sends(1, GATHERED));
    }

    private double framesFor(FrameKind... kinds) {
        try (MemoryGateway gateway = new MemoryGateway(new SteppedClock(), Map.of())) {
            for (FrameKind kind : kinds) {
                gateway.connectMany(SUBSCRIBERS, kind, Quotes.CHANNEL);
            }
            long before = gateway.count(Counter.ENCODED);
            for (int i = 0; i < TURNS; i++) {
                gateway.publish(Quotes.CHANNEL, quote);
                gateway.turn();
            }
            return (double) (gateway.count(Counter.ENCODED) - before) / TURNS;
        }
    }

    private double sends(int publications, List<String> channels) {
        try (MemoryGateway gateway = new MemoryGateway(new SteppedClock(), Map.of())) {
            gateway.connectMany(SUBSCRIBERS, FrameKind.JSON, channels.toArray(String[]::new));
            long before = gateway.count(Counter.SENDS);
            for (int turn = 0; turn < TURNS; turn++) {
                for (int i = 0; i < publications; i++) {
                    channels.forEach(channel -> gateway.publish(channel, quote));
                }
                gateway.turn();
            }
            return (double) (gateway.count(Counter.SENDS) - before) / TURNS / SUBSCRIBERS;
        }
    }
}
