package io.tickgate.cli.upload;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The gateway's answer to a batch.
 *
 * @param refused the first ones that were
 * @param refusedCount all of them
 */
record UploadAnswer(long accepted, List<Refused> refused, long refusedCount) {
    /**
     * A line that was not published.
     *
     * @param line of the batch, from 1 on
     */
    record Refused(long line, String code, String error) {}

    /** @throws WireException when it is no such answer */
    static UploadAnswer read(WireReader in) throws WireException {
        long accepted = -1;
        long total = -1;
        List<Refused> refused = new ArrayList<>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Kind kind = in.nextValue();
            boolean integer = kind == Kind.NUMBER && in.isInteger();
            if (integer && name.equals("accepted")) {
                accepted = in.integer();
            } else if (integer && name.equals("errors_total")) {
                total = in.integer();
            } else if (kind == Kind.ARRAY && name.equals("errors")) {
                readErrors(in, refused);
            } else {
                in.skip();
            }
        }
        if (accepted < 0 || total < 0) {
            throw new WireException(ErrorCode.MISSING_FIELD, "accepted or errors_total is missing", "accepted");
        }
        return new UploadAnswer(accepted, refused, total);
    }

    private static void readErrors(WireReader in, List<Refused> refused) throws WireException {
        for (Kind kind = in.nextElement(); kind != null; kind = in.nextElement()) {
            if (kind == Kind.OBJECT) {
                refused.add(readError(in));
            } else {
                in.skip();
            }
        }
    }

    private static Refused readError(WireReader in) throws WireException {
        long line = 0;
        String code = "";
        String error = "";
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Kind kind = in.nextValue();
            if (kind == Kind.NUMBER && in.isInteger() && name.equals("line")) {
                line = in.integer();
            } else if (kind == Kind.STRING && name.equals("code")) {
                code = in.string();
            } else if (kind == Kind.STRING && name.equals("error")) {
                error = in.string();
            } else {
                in.skip();
            }
        }
        return new Refused(line, code, error);
    }
}
