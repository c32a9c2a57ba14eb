package io.tickgate.protocol.codec;

/** Finds its way in JSON text that a reader has checked. */
final class JsonText {
    private JsonText() {}

    /**
     * The index of the comma that ends the member which starts at {@code start}.
     *
     * @param end where the object's members end; given when no comma follows
     */
    static int memberEnd(byte[] text, int start, int end) {
        int depth = 0;
        boolean inString = false;
        for (int i = start; i < end; i++) {
            byte c = text[i];
            if (inString) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                return i;
            }
        }
        return end;
    }
}
