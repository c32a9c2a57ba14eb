package io.tickgate.cli;

import io.tickgate.cli.client.SocketEvent.Received;
import io.tickgate.cli.client.WireMessage;
import io.tickgate.cli.console.PlainText;
import io.tickgate.protocol.message.NoticeMessage;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.UpdateMessage;
import io.tickgate.protocol.wire.WireException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Prints what a subscription brings, one message a line, each line flushed. */
final class MessagePrinter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final PrintWriter out;
    private final boolean json;
    private final ZoneId zone;

    /** @param json whether to print messages as they came, for other programs, or for people */
    MessagePrinter(PrintWriter out, boolean json, ZoneId zone) {
        this.out = out;
        this.json = json;
        this.zone = zone;
    }

    /**
     * Prints a publication, a page of newest values or a notice; answers to commands are no output.
     *
     * @return whether there is still a reader
     */
    boolean print(Received received) throws WireException {
        ServerMessage message = received.message();
        if (message instanceof UpdateMessage || message instanceof NoticeMessage || message instanceof SnapshotPage) {
            String line = received.wire().jsonLine();
            out.println(json ? line : line(message, line));
        }
        return !out.checkError();
    }

    private String line(ServerMessage message, String whole) throws WireException {
        if (message instanceof UpdateMessage.PublicationMessage publication) {
            return line(
                    publication.serverTimeMicros(),
                    publication.channel(),
                    publication.offset(),
                    WireMessage.jsonLine(publication.body()));
        }
        UpdateMessage.Delivery delivery = delivery(message);
        return delivery == null
                ? "-  " + message.type() + "  " + PlainText.of(whole)
                : line(delivery.serverTimeMicros(), delivery.channel(), delivery.offset(), whole);
    }

    private String line(long micros, String channel, long offset, String message) {
        Instant time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        return TIME.format(time.atZone(zone)) + "  " + PlainText.of(channel) + "  #" + offset + "  "
                + PlainText.of(message);
    }

    private static UpdateMessage.@Nullable Delivery delivery(ServerMessage message) {
        if (message instanceof UpdateMessage.ChartUpdate chart) {
            return chart.delivery();
        }
        if (message instanceof UpdateMessage.BacktestProgressUpdate progress) {
            return progress.delivery();
        }
        if (message instanceof UpdateMessage.Notification notification) {
            return notification.delivery();
        }
        return message instanceof UpdateMessage.SystemStatusUpdate status ? status.delivery() : null;
    }
}
