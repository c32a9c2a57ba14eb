package io.tickgate.core.sim;

import io.tickgate.core.broadcast.PublishReply;
import io.tickgate.protocol.message.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What became of one publication; insists on hearing it once. */
public class Reply implements PublishReply {
    private long offset = -1;
    private int recipientCount = -1;
    private @Nullable ErrorCode code;
    private String detail = "";
    private int count;
    private boolean isDuplicate;

    @Override
    public void onPublished(long newOffset, int newRecipientCount) {
        once();
        offset = newOffset;
        recipientCount = newRecipientCount;
    }

    @Override
    public void onDuplicate(long newOffset) {
        once();
        offset = newOffset;
        isDuplicate = true;
    }

    @Override
    public void onRefused(ErrorCode newCode, String newDetail) {
        once();
        code = newCode;
        detail = newDetail;
    }

    private void once() {
        if (++count > 1) {
            throw new AssertionError("a publication was answered twice");
        }
    }

    public boolean isKnown() {
        return count > 0;
    }

    /** -1 when there is none. */
    public long offset() {
        return offset;
    }

    /** Whether it was published before, under the same key. */
    public boolean isDuplicate() {
        return isDuplicate;
    }

    public int recipientCount() {
        return recipientCount;
    }

    /** Null when it was published. */
    public @Nullable ErrorCode code() {
        return code;
    }

    public String detail() {
        return detail;
    }
}
