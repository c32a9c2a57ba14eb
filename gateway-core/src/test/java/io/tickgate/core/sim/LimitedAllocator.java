package io.tickgate.core.sim;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledDirectByteBuf;

/** An allocator with a small direct memory, which fails as Netty's does when it is used up. */
public final class LimitedAllocator extends AbstractByteBufAllocator {
    private long used;
    private long limit = Long.MAX_VALUE;

    public LimitedAllocator() {
        super(true);
    }

    /** Bytes of all buffers that were not given back. */
    public long used() {
        return used;
    }

    /** From now on only {@code bytes} more can be had. */
    public void leave(long bytes) {
        limit = used + bytes;
    }

    private void take(int bytes) {
        if (used + bytes > limit) {
            throw new OutOfMemoryError("direct memory of the test");
        }
        used += bytes;
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        take(initialCapacity);
        return new Buffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return Unpooled.buffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }

    private final class Buffer extends UnpooledDirectByteBuf {
        Buffer(int initialCapacity, int maxCapacity) {
            super(LimitedAllocator.this, initialCapacity, maxCapacity);
        }

        @Override
        public ByteBuf capacity(int newCapacity) {
            take(newCapacity - capacity());
            return super.capacity(newCapacity);
        }

        @Override
        protected void deallocate() {
            used -= capacity();
            super.deallocate();
        }
    }
}
