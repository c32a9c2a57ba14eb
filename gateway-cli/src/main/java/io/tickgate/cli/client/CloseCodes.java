package io.tickgate.cli.client;

import io.tickgate.protocol.message.CloseCode;

/** What a close code asks of a client, codes of later gateways included. */
public final class CloseCodes {
    private static final int STOP_FROM = 4500;

    private CloseCodes() {}

    /** Whether a client may come back after it. */
    public static boolean mayReconnect(int code) {
        for (CloseCode known : CloseCode.values()) {
            if (known.code() == code) {
                return known.clientShouldReconnect();
            }
        }
        return code < STOP_FROM;
    }
}
