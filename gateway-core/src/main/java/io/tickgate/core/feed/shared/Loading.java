package io.tickgate.core.feed.shared;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a module knows by now what the store keeps of it: it is asked for nothing before.
 *
 * <p>Any thread.
 */
public final class Loading {
    private final String what;
    private final AtomicInteger open = new AtomicInteger();

    /** @param what is read, as the beginning of a refusal; such as "back-tests are" */
    public Loading(String what) {
        this.what = what;
    }

    /** One thing more is being read. */
    public void begin() {
        open.incrementAndGet();
    }

    /** The same where other things are being read; once the module answers, one topic that is read anew keeps nobody waiting. */
    public boolean beginWithOthers() {
        boolean isOpen = !isOver();
        if (isOpen) {
            begin();
        }
        return isOpen;
    }

    /** Ends one {@link #begin}. */
    public void end() {
        open.decrementAndGet();
    }

    public boolean isOver() {
        return open.get() == 0;
    }

    /** @throws WireException {@code unavailable} while something is being read */
    public void requireOver() throws WireException {
        if (!isOver()) {
            throw new WireException(ErrorCode.UNAVAILABLE, what + " still being read from the store");
        }
    }
}
