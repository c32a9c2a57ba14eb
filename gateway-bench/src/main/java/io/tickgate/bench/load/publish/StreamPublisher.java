package io.tickgate.bench.load.publish;

import io.tickgate.bench.load.client.ClientLoop;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Publishes by one request whose body has a line for each publication, and which is answered at the end of the run. */
final class StreamPublisher extends HttpLink {
    private static final Pattern ERRORS = Pattern.compile("\"errors_total\":([0-9]+)");

    private final byte[] head;
    private final Templates chunks;
    private long sent;
    private boolean finished;
    private boolean answered;

    StreamPublisher(ClientLoop loop, InetSocketAddress server, byte[] head, Templates chunks, Listener listener) {
        super(loop, server, listener);
        this.head = head;
        this.chunks = chunks;
    }

    @Override
    void onConnected() {
        queue(head);
        flush();
    }

    @Override
    void onAnswer(boolean isGood, String text, String body) {
        answered = true;
        Matcher errors = ERRORS.matcher(body);
        long count = isGood && errors.find() ? Long.parseLong(errors.group(1)) : 1;
        if (!isGood || count > 0) {
            listener().onErrors(count, text);
        }
        if (!finished) {
            listener().onEnd("the server answered before the end: " + text);
        }
    }

    @Override
    public boolean takesMore() {
        return isWritable() && !finished && !answered;
    }

    @Override
    public void publish(int channel, long number, long dueNanos) {
        sent++;
        queue(chunks.of(channel, number, dueNanos));
    }

    @Override
    public void finish() {
        if (!finished && !answered) {
            finished = true;
            queue(HttpRequests.lastChunk());
            flush();
        }
    }

    @Override
    public long unanswered() {
        return answered ? 0 : sent;
    }
}
