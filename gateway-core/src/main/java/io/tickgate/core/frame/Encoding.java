package io.tickgate.core.frame;

import java.util.Arrays;

/**
 * What the bytes of a publication look like: which kind of frame, and which part of the message. Subscribers of one encoding
 * share the same bytes, whatever else they wish.
 *
 * <p>There is one object for each, so that they compare by reference.
 */
public final class Encoding {
    /** The view that every family has: the whole message. */
    public static final int WHOLE = 0;

    /** Parts of a message that a family may name beside the whole. */
    public static final int VIEWS_MAX = 9;

    private static final Encoding[] ALL = all();

    private final FrameKind kind;
    private final int view;

    private Encoding(FrameKind kind, int view) {
        this.kind = kind;
        this.view = view;
    }

    private static Encoding[] all() {
        Encoding[] all = new Encoding[(1 + VIEWS_MAX) * FrameKind.COUNT];
        Arrays.setAll(all, i -> new Encoding(FrameKind.ALL[i % FrameKind.COUNT], i / FrameKind.COUNT));
        return all;
    }

    /** The whole message. */
    public static Encoding of(FrameKind kind) {
        return of(kind, WHOLE);
    }

    /** @param view the place of the view in its family, from 1; {@link #WHOLE} for the whole message */
    public static Encoding of(FrameKind kind, int view) {
        return ALL[view * FrameKind.COUNT + kind.ordinal()];
    }

    /** How many there are in a family with that many views. */
    public static int count(int views) {
        return (1 + views) * FrameKind.COUNT;
    }

    public FrameKind kind() {
        return kind;
    }

    public int view() {
        return view;
    }

    /** The same part of the message, not deflated. */
    public Encoding plain() {
        return of(kind.plain(), view);
    }

    /** Its place among the encodings of its family. */
    public int index() {
        return view * FrameKind.COUNT + kind.ordinal();
    }

    public long bit() {
        return 1L << index();
    }

    /** Of the bits of encodings those of one view, as bits of {@link FrameKind#bit}. */
    public static int kinds(long encodings, int view) {
        return (int) (encodings >>> (view * FrameKind.COUNT)) & ((1 << FrameKind.COUNT) - 1);
    }

    @Override
    public String toString() {
        return view == WHOLE ? kind.toString() : kind + " of view " + view;
    }
}
