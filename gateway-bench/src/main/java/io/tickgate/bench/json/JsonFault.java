package io.tickgate.bench.json;

/** A JSON text that is not what it should be; the message names the field and the rule. */
public final class JsonFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    public JsonFault(String message) {
        super(message);
    }
}
