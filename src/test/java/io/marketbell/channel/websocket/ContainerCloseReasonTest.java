package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.DisconnectReason;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContainerCloseReasonTest {

    @ParameterizedTest
    @CsvSource({
        "1002, CWWKH0032E: Exception occurred in ServerEndpoint class io.marketbell.channel, invalid WebSocket frame",
        "1002, Reserved frame must be 0., invalid WebSocket frame",
        "1007, Invalid UTF-8 data received., invalid UTF-8",
        "1009, Invalid incoming WebSocket message. Message is too big., frame too big",
        "1000, <script>, ''",
        "4000, bye, ''",
        "1011, java.io.IOException, ''"
    })
    void textsOfTheContainerAndTheClientAreReplaced(int code, String given, String expected) {
        CloseReason reason = new CloseReason(() -> code, given);

        ContainerCloseReason.replaceText(reason);

        assertThat(reason.getReasonPhrase()).isEqualTo(expected);
        assertThat(reason.getCloseCode().getCode()).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(DisconnectReason.class)
    void theApplicationsOwnTextsAreKept(DisconnectReason own) {
        CloseReason reason = new CloseReason(own::code, own.phrase());

        ContainerCloseReason.replaceText(reason);

        assertThat(reason.getReasonPhrase()).isEqualTo(own.phrase());
    }

    @Test
    void aMissingReasonIsNoFault() {
        ContainerCloseReason.replaceText(null);
        CloseReason empty = new CloseReason(CloseCodes.NORMAL_CLOSURE, null);
        ContainerCloseReason.replaceText(empty);
        assertThat(empty.getReasonPhrase()).isNullOrEmpty();
    }
}
