package io.tickgate.core.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static String shown(Redaction redaction, String json) throws WireException {
        return shown(redaction, WireFormat.JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    private static String shown(Redaction redaction, WireFormat format, byte[] message) throws WireException {
        WireBuffer out = new WireBuffer();
        redaction.write(format, message, WireWriter.json(out));
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
    }

    @Test
    void aWordIsFoundInANameHoweverItIsWritten() throws WireException {
        Redaction redaction = new Redaction(List.of("apikey", "token"));

        assertThat(shown(
                        redaction,
                        "{\"apiKey\":1,\"API_KEY\":[2],\"x-api-key-2\":{\"a\":3},\"accessToken\":null,\"key\":4}"))
                .isEqualTo(
                        "{\"apiKey\":\"•••\",\"API_KEY\":\"•••\",\"x-api-key-2\":\"•••\",\"accessToken\":\"•••\",\"key\":4}");
    }

    @Test
    void itIsFoundAtAnyDepthAndWhatIsBesideItStays() throws WireException {
        Redaction redaction = new Redaction(List.of("secret"));

        assertThat(shown(redaction, "{\"a\":[1,{\"secret\":{\"secret\":1},\"b\":[true,null,\"x\",1.5]}]}"))
                .isEqualTo("{\"a\":[1,{\"secret\":\"•••\",\"b\":[true,null,\"x\",1.5]}]}");
    }

    @Test
    void whereAllIsHiddenTheEnvelopeStaysAtTheTopAlone() throws WireException {
        assertThat(
                        shown(
                                Redaction.ofAll(),
                                "{\"type\":\"t\",\"channel\":\"c\",\"offset\":1,\"server_time\":2,\"timestamp\":\"3\",\"title\":\"x\",\"n\":{\"type\":\"y\"}}"))
                .isEqualTo(
                        "{\"type\":\"t\",\"channel\":\"c\",\"offset\":1,\"server_time\":2,\"timestamp\":\"3\",\"title\":\"•••\",\"n\":\"•••\"}");
    }

    @Test
    void theEnvelopeIsNoSecretWhateverTheWordsSay() throws WireException {
        assertThat(shown(new Redaction(List.of("type", "time")), "{\"type\":\"t\",\"server_time\":1,\"uptime\":2}"))
                .isEqualTo("{\"type\":\"t\",\"server_time\":1,\"uptime\":\"•••\"}");
    }

    @Test
    void messagePackIsShownAsJson() throws WireException {
        byte[] message = {
            (byte) 0x82, (byte) 0xa1, 'a', (byte) 0x92, 1, (byte) 0xc3, (byte) 0xa5, 't', 'o', 'k', 'e', 'n', 7
        };

        assertThat(shown(new Redaction(List.of("token")), WireFormat.MSGPACK, message))
                .isEqualTo("{\"a\":[1,true],\"token\":\"•••\"}");
    }

    @Test
    void aLongTextIsCutBetweenTwoCharacters() throws WireException {
        String shown = shown(new Redaction(List.of()), "{\"a\":\"" + "x".repeat(511) + "😀".repeat(9) + "\"}");

        assertThat(shown).isEqualTo("{\"a\":\"" + "x".repeat(511) + "…\"}");
    }

    @Test
    void aNumberThatNoDoubleHoldsIsSaidSo() throws WireException {
        assertThat(shown(new Redaction(List.of()), "{\"a\":1E400}")).isEqualTo("{\"a\":\"a number beyond float64\"}");
    }
}
