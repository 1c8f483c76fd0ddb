package io.marketbell.identity.token;

import java.util.Map;
import java.util.stream.Collectors;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Describes why a token was rejected, for the log. The library's messages are not logged, because they contain the
 * claims.
 */
final class TokenFault {
    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(ErrorCodes.EXPIRED, "expired"),
            Map.entry(ErrorCodes.EXPIRATION_MISSING, "no exp"),
            Map.entry(ErrorCodes.NOT_YET_VALID, "not valid before later (nbf)"),
            Map.entry(ErrorCodes.ISSUED_AT_MISSING, "no iat"),
            Map.entry(ErrorCodes.ISSUED_AT_INVALID_FUTURE, "issued in the future (iat)"),
            Map.entry(ErrorCodes.ISSUED_AT_INVALID_PAST, "too old (iat)"),
            Map.entry(ErrorCodes.AUDIENCE_MISSING, "no audience"),
            Map.entry(ErrorCodes.AUDIENCE_INVALID, "for another audience"),
            Map.entry(ErrorCodes.ISSUER_MISSING, "no issuer"),
            Map.entry(ErrorCodes.ISSUER_INVALID, "of another issuer"),
            Map.entry(ErrorCodes.SIGNATURE_INVALID, "wrong signature"),
            Map.entry(ErrorCodes.SIGNATURE_MISSING, "no signature"));

    private TokenFault() {}

    static String of(Exception refusal) {
        if (refusal instanceof InvalidJwtException invalid
                && !invalid.getErrorDetails().isEmpty()) {
            return invalid.getErrorDetails().stream()
                    .map(ErrorCodeValidator.Error::getErrorCode)
                    .map(code -> WORDS.getOrDefault(code, "invalid (error " + code + ")"))
                    .collect(Collectors.joining(", "));
        }
        return "a claim is missing or malformed";
    }
}
