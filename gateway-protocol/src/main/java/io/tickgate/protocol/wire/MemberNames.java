package io.tickgate.protocol.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Names of members, ready to be looked for in messages. Immutable. */
public final class MemberNames {
    /** What an indexed field cannot be called: the gateway sets these in each publication. */
    public static final List<String> GATEWAY = List.of(
            GatewayFields.CHANNEL,
            GatewayFields.OFFSET,
            GatewayFields.SERVER_TIME,
            GatewayFields.UPDATE_COUNT,
            GatewayFields.TIMESTAMP);

    /** What every publication has, whatever part of it is wanted. */
    private static final List<String> ALWAYS = List.of(
            GatewayFields.TYPE,
            GatewayFields.CHANNEL,
            GatewayFields.OFFSET,
            GatewayFields.SERVER_TIME,
            GatewayFields.TIMESTAMP);

    private final List<String> names;
    private final byte[][] utf8;
    private final byte[][] always;

    public MemberNames(List<String> names) {
        this.names = List.copyOf(names);
        this.utf8 = utf8(this.names);
        this.always = utf8(ALWAYS);
    }

    private static byte[][] utf8(List<String> names) {
        return names.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    public List<String> names() {
        return names;
    }

    int size() {
        return utf8.length;
    }

    /** Where {@link GatewayFields#TYPE} stands among them, -1 when it does not. */
    int indexOfType() {
        return names.indexOf(GatewayFields.TYPE);
    }

    /** The place of the member at hand among them, -1 when it is none of them. */
    int indexOf(MemberCursor member) throws WireException {
        return indexOf(member, utf8);
    }

    /** Whether the member at hand is one of them, or one that every publication has. */
    boolean keep(MemberCursor member) throws WireException {
        return indexOf(member, utf8) >= 0 || indexOf(member, always) >= 0;
    }

    private static int indexOf(MemberCursor member, byte[][] names) throws WireException {
        for (int i = 0; i < names.length; i++) {
            if (member.isNamed(names[i])) {
                return i;
            }
        }
        return -1;
    }
}
