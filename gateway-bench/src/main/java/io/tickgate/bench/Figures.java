package io.tickgate.bench;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a gateway counts, and what this process takes. */
public final class Figures {
    private Figures() {}

    /**
     * Reads one whole number of a gateway's status.
     *
     * @throws IOException when the gateway does not answer, or has no such figure
     */
    public static long ofStatus(int port, String name) throws IOException, InterruptedException {
        String body = GatewayHttp.status(port);
        Matcher figure =
                Pattern.compile('"' + Pattern.quote(name) + "\":([0-9]+)").matcher(body);
        if (!figure.find()) {
            throw new IOException("no \"" + name + "\" in " + body);
        }
        return Long.parseLong(figure.group(1));
    }

    /** Bytes of the heap in use, after collections. */
    static long usedHeapBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
