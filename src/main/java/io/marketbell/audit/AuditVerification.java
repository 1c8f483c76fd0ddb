package io.marketbell.audit;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The result of verifying the chains.
 *
 * @param valid whether no fault was found
 * @param unchained the number of entries without a chain, which nodes of earlier releases wrote
 * @param otherKeys the number of entries whose seal was made with another key, and was not checked
 * @param faultsTotal the number of faults, of which the first are listed
 */
@Schema(
        name = "AuditVerification",
        requiredProperties = {
            "valid",
            "entries",
            "unchained",
            "sealed_with_other_keys",
            "chains",
            "faults_total",
            "faults"
        })
public record AuditVerification(
        boolean valid,
        long entries,
        long unchained,
        @JsonbProperty("sealed_with_other_keys") long otherKeys,
        List<Chain> chains,
        @JsonbProperty("faults_total") long faultsTotal,
        List<Fault> faults) {

    /** @param hash of the last entry */
    @Schema(
            name = "AuditChain",
            requiredProperties = {"node", "entries"})
    public record Chain(String node, long entries, String hash) {}

    /** @param id of the entry; absent if the fault is an absence */
    @Schema(
            name = "AuditFault",
            requiredProperties = {"node", "position", "detail"})
    public record Fault(Long id, String node, long position, String detail) {}
}
