package io.tickgate.bench.load.publish;

import io.tickgate.bench.load.client.ClientLoop;
import java.net.InetSocketAddress;

/** Publishes by a request for each publication; the next ones do not wait for the answer. */
final class HttpPublisher extends HttpLink {
    /** Requests under way on one connection: with more, a slow server is what the publisher waits for. */
    private static final int PIPELINED_MAX = 64;

    private final Templates requests;
    private long unanswered;

    HttpPublisher(ClientLoop loop, InetSocketAddress server, Templates requests, Listener listener) {
        super(loop, server, listener);
        this.requests = requests;
    }

    @Override
    void onConnected() {
        // Nothing to say first.
    }

    @Override
    void onAnswer(boolean isGood, String text, String body) {
        unanswered--;
        if (!isGood) {
            listener().onErrors(1, text);
        }
    }

    @Override
    public boolean takesMore() {
        return isWritable() && unanswered < PIPELINED_MAX;
    }

    @Override
    public void publish(int channel, long number, long dueNanos) {
        unanswered++;
        queue(requests.of(channel, number, dueNanos));
    }

    @Override
    public void finish() {
        // Every request is whole.
    }

    @Override
    public long unanswered() {
        return unanswered;
    }
}
