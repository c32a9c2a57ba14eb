package io.tickgate.bench.load.publish;

import io.tickgate.bench.load.client.ClientLoop;
import io.tickgate.bench.load.dialect.Dialect;
import io.tickgate.bench.load.scenario.PublishersSpec;
import io.tickgate.bench.load.scenario.Scenario;
import io.tickgate.protocol.message.WireFormat;
import java.net.InetSocketAddress;

/** Opens publishers' connections as a scenario asks for them. */
public final class PublisherLinks {
    private final ClientLoop loop;
    private final Scenario scenario;
    private final Dialect dialect;
    private final InetSocketAddress server;
    private final byte[] payload;

    /** @param run what its payloads carry */
    public PublisherLinks(ClientLoop loop, Scenario scenario, Dialect dialect, InetSocketAddress server, int run) {
        this.loop = loop;
        this.scenario = scenario;
        this.dialect = dialect;
        this.server = server;
        this.payload = Payload.json(run, scenario.publishers().payloadBytes());
    }

    /** Begins to open one. */
    public PublisherLink open(PublisherLink.Listener listener) {
        WireFormat format =
                scenario.publishers().format() == PublishersSpec.Format.MSGPACK ? WireFormat.MSGPACK : WireFormat.JSON;
        int channels = scenario.subscriptions().channels();
        return switch (scenario.publishers().via()) {
            case WEBSOCKET ->
                new WebSocketPublisher(
                        loop,
                        server,
                        scenario.target(),
                        dialect,
                        format,
                        new Templates(
                                channels,
                                channel -> WebSocketPublisher.frame(dialect.publish(format, name(channel), payload))),
                        listener);
            case HTTP ->
                new HttpPublisher(
                        loop,
                        server,
                        new Templates(
                                channels,
                                channel ->
                                        HttpRequests.whole(scenario.target(), dialect, format, body(format, channel))),
                        listener);
            case STREAM ->
                new StreamPublisher(
                        loop,
                        server,
                        HttpRequests.streamHead(scenario.target(), dialect),
                        new Templates(channels, channel -> HttpRequests.chunk(body(format, channel))),
                        listener);
        };
    }

    private byte[] body(WireFormat format, int channel) {
        return dialect.publishBody(format, name(channel), payload);
    }

    private String name(int channel) {
        return scenario.subscriptions().channel(channel);
    }
}
