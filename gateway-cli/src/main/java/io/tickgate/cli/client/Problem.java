package io.tickgate.cli.client;

import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.PlainText;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A problem of RFC 9457 as the gateway writes it. */
record Problem(
        @Nullable String code,
        @Nullable String detail,
        @Nullable String pointer) {
    static Problem read(WireReader in) throws WireException {
        String code = null;
        String detail = null;
        String pointer = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Kind kind = in.nextValue();
            if (kind == Kind.STRING && name.equals("code")) {
                code = in.string();
            } else if (kind == Kind.STRING && name.equals("detail")) {
                detail = in.string();
            } else if (kind == Kind.ARRAY && name.equals("errors")) {
                pointer = firstPointer(in);
            } else {
                in.skip();
            }
        }
        return new Problem(code, detail, pointer);
    }

    Failure toFailure(int status) {
        if (code == null) {
            return new Failure(ExitCode.UNREACHABLE, "what answered is no gateway: HTTP " + status + " without a code");
        }
        String at = pointer == null ? "" : " at " + pointer;
        String what = Objects.requireNonNullElse(detail, "no detail given");
        String advice = "";
        if (code.equals("unauthorized")) {
            advice = "; show one by --token or GATEWAY_TOKEN";
        } else if (code.equals("forbidden") && what.contains("ingest.allowed-addresses")) {
            advice = "; publish from the gateway's own host, or add this address to ingest.allowed-addresses";
        }
        return new Failure(ExitCode.FAILED, PlainText.of("refused: " + code + at + ": " + what) + advice);
    }

    private static @Nullable String firstPointer(WireReader in) throws WireException {
        String first = null;
        for (Kind kind = in.nextElement(); kind != null; kind = in.nextElement()) {
            if (kind != Kind.OBJECT) {
                in.skip();
                continue;
            }
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                if (in.nextValue() == Kind.STRING && first == null && name.equals("pointer")) {
                    first = in.string();
                } else {
                    in.skip();
                }
            }
        }
        return first;
    }
}
