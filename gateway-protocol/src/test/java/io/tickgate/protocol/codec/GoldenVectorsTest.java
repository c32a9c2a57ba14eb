package io.tickgate.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.UpdateMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

class GoldenVectorsTest {
    static List<String> names() {
        return VectorFiles.names();
    }

    static List<Map<String, String>> invalid() throws IOException {
        List<Map<String, String>> vectors = new ArrayList<>();
        try (JsonParser in = new JsonFactory()
                .createParser(Files.readAllBytes(VectorFiles.FOLDER.resolve("invalid/vectors.json")))) {
            in.nextToken();
            while (in.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> vector = new HashMap<>();
                for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                    vector.put(name, in.nextTextValue());
                }
                vectors.add(vector);
            }
        }
        return vectors;
    }

    @ParameterizedTest
    @MethodSource("names")
    void bothFilesHoldTheSameMessageAndAreWrittenToTheByte(String name) throws IOException, WireException {
        byte[] json = VectorFiles.read(name, WireFormat.JSON);
        byte[] msgPack = VectorFiles.read(name, WireFormat.MSGPACK);

        if (name.startsWith("client-")) {
            ClientMessage fromJson = Wire.command(WireFormat.JSON, json);
            ClientMessage fromMsgPack = Wire.command(WireFormat.MSGPACK, msgPack);
            assertThat(Wire.bytes(WireFormat.JSON, fromJson)).isEqualTo(json);
            assertThat(Wire.bytes(WireFormat.MSGPACK, fromJson)).isEqualTo(msgPack);
            assertThat(Wire.bytes(WireFormat.JSON, fromMsgPack)).asString(UTF_8).isEqualTo(new String(json, UTF_8));
            assertThat(Wire.bytes(WireFormat.MSGPACK, fromMsgPack)).isEqualTo(msgPack);
        } else {
            ServerMessage fromJson = Wire.server(WireFormat.JSON, json);
            ServerMessage fromMsgPack = Wire.server(WireFormat.MSGPACK, msgPack);
            assertThat(Wire.bytes(WireFormat.JSON, fromJson)).isEqualTo(json);
            assertThat(Wire.bytes(WireFormat.MSGPACK, fromJson)).isEqualTo(msgPack);
            assertThat(Wire.bytes(WireFormat.JSON, fromMsgPack)).asString(UTF_8).isEqualTo(new String(json, UTF_8));
            assertThat(Wire.bytes(WireFormat.MSGPACK, fromMsgPack)).isEqualTo(msgPack);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void anotherDecoderFindsTheSameValuesInMessagePack(String name) throws IOException, WireException {
        byte[] msgPack = VectorFiles.read(name, WireFormat.MSGPACK);
        byte[] foreign;
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(msgPack)) {
            foreign = unpacker.unpackValue().toJson().getBytes(UTF_8);
            assertThat(unpacker.hasNext()).isFalse();
        }

        byte[] again = name.startsWith("client-")
                ? Wire.bytes(WireFormat.MSGPACK, Wire.command(WireFormat.JSON, foreign))
                : Wire.bytes(WireFormat.MSGPACK, Wire.server(WireFormat.JSON, foreign));

        assertThat(again).isEqualTo(msgPack);
    }

    @Test
    void theIndexNamesEveryFileAndNoOther() throws IOException {
        assertThat(Files.readString(VectorFiles.FOLDER.resolve("vectors.json"))).isEqualTo(VectorFiles.index());
        try (Stream<Path> files = Files.list(VectorFiles.FOLDER)) {
            assertThat(files.map(path -> path.getFileName().toString())
                            .filter(name -> name.matches("(client|server)-.*")))
                    .hasSize(2 * VectorFiles.names().size());
        }
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void everyInvalidVectorIsRefusedWithItsCode(Map<String, String> vector) {
        WireFormat format = WireFormat.valueOf(text(vector, "format"));
        byte[] bytes = Wire.hex(text(vector, "hex"));

        WireException refusal = Wire.refusal(format, bytes);

        assertThat(refusal.code().wireName()).isEqualTo(text(vector, "code"));
        assertThat(refusal.field()).isEqualTo(vector.get("field"));
        CommandId id = refusal.context().id();
        assertThat(id instanceof CommandId.Number number ? Long.toString(number.value()) : null)
                .isEqualTo(vector.get("id"));
        assertThat(refusal.context().command()).isEqualTo(vector.get("command"));
        assertThat(refusal.text().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(123);
    }

    @Test
    void theGuidesOwnMessagesAreRead() throws IOException, WireException {
        int read = 0;
        try (Stream<Path> files = Files.list(VectorFiles.FOLDER.resolve("guide"))) {
            for (Path file : files.sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                if (file.getFileName().toString().startsWith("client-")) {
                    assertThat(Wire.command(WireFormat.JSON, bytes).id()).isNull();
                } else if (!file.getFileName().toString().contains("subscription_confirmed")) {
                    ServerMessage message = Wire.server(WireFormat.JSON, bytes);
                    assertThat(message instanceof UpdateMessage || message instanceof ServerMessage.Pong)
                            .isTrue();
                }
                read++;
            }
        }
        assertThat(read).isEqualTo(12);
    }

    private static String text(Map<String, String> vector, String name) {
        String value = vector.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing in " + vector);
        }
        return value;
    }
}
