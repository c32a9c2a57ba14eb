package io.tickgate.core.transport.http.endpoint.admin;

import io.tickgate.core.broadcast.Epochs;
import io.tickgate.core.broadcast.TopicReport;
import io.tickgate.protocol.wire.WireWriter;

/** A channel as the operator's listener tells it. */
final class ChannelJson {
    private ChannelJson() {}

    static void write(WireWriter json, TopicReport report, Epochs epochs) {
        json.beginObject(9);
        json.name("channel").string(report.name());
        json.name("family").string(report.family());
        json.name("kind").string(report.isState() ? "state" : "stream");
        json.name("subscribers").integer(report.subscribers());
        json.name("family_subscribers").integer(report.familySubscribers());
        json.name("epoch").string(epochs.of(report.name()));
        json.name("offset").integer(report.offset());
        json.name("history_count").integer(report.historyCount());
        json.name("history_bytes").integer(report.historyBytes());
        json.endObject();
    }
}
