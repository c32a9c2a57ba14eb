package io.tickgate.core.transport.http.endpoint;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/** What was wrong with lines of a bulk upload: the first hundred in full, the others as a count. */
final class LineErrors {
    /** Enough to see the pattern; a body of broken lines must not grow an answer of its own size. */
    static final int KEPT_MAX = 100;

    private record LineError(long line, ErrorCode code, String text) {}

    private final List<LineError> first = new ArrayList<>();
    private long totalCount;

    void add(long line, ErrorCode code, String text) {
        totalCount++;
        if (first.size() < KEPT_MAX) {
            first.add(new LineError(line, code, text));
        }
    }

    /** Writes the fields {@code errors} and {@code errors_total}. */
    void writeTo(WireWriter json) {
        json.name("errors").beginArray(first.size());
        for (LineError error : first) {
            json.beginObject(3);
            json.name("line").integer(error.line);
            json.name("code").string(error.code.wireName());
            json.name("error").string(error.text);
            json.endObject();
        }
        json.endArray();
        json.name("errors_total").integer(totalCount);
    }
}
