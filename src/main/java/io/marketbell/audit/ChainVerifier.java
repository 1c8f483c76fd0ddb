package io.marketbell.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Verifies all chains in one pass. A fault does not end the verification: it continues with the hash that is stored, so
 * that each change is reported once. Not thread-safe.
 */
final class ChainVerifier {
    static final int FAULTS_LISTED = 100;

    private final AuditSeal seal;
    private final Map<String, Map<Long, String>> anchors;
    private final Map<String, State> chains = new TreeMap<>();
    private final List<AuditVerification.Fault> faults = new ArrayList<>();
    private long faultsTotal;
    private long entries;
    private long unchained;
    private long otherKeys;

    /** @param anchors the hashes that other chains contain, by node and position */
    ChainVerifier(AuditSeal seal, Map<String, Map<Long, String>> anchors) {
        this.seal = seal;
        this.anchors = new HashMap<>();
        anchors.forEach((node, places) -> this.anchors.put(node, new HashMap<>(places)));
    }

    private static final class State {
        private long position;
        private long count;
        private String hash = ChainLink.BEGINNING;
    }

    /** The entries must be passed in the order of their ids. */
    void next(StoredEntry entry) {
        entries++;
        ChainLink link = entry.link();
        if (link == null) {
            unchained++;
            return;
        }
        State chain = chains.computeIfAbsent(link.node(), node -> new State());
        if (link.position() != chain.position + 1) {
            fault(entry, "follows position " + chain.position + "; entries between them are missing, or it was moved");
        } else if (!entry.hash(chain.hash, link.node(), link.position()).equals(link.hash())) {
            fault(entry, "its hash does not match its content and the entry before it; one of them was changed");
        }
        checkSeal(entry);
        Map<Long, String> anchored = anchors.getOrDefault(link.node(), Map.of());
        String anchor = anchored.isEmpty() ? null : anchored.remove(link.position());
        if (anchor != null && !anchor.equals(link.hash())) {
            fault(entry, "its hash is not the one that another chain contains");
        }
        chain.position = link.position();
        chain.hash = link.hash();
        chain.count++;
    }

    private void checkSeal(StoredEntry entry) {
        ChainLink link = entry.link();
        if (!seal.fingerprint().equals(link.key())) {
            otherKeys++;
        } else if (!seal.isValid(link.hash(), link.seal())) {
            fault(entry, "its seal is not valid; it was not written by a node");
        }
    }

    /** @param heads as they were before the first entry was read */
    AuditVerification result(List<AuditChain.Head> heads) {
        for (AuditChain.Head head : heads) {
            State chain = chains.getOrDefault(head.node(), new State());
            if (chain.position < head.position()) {
                fault(head.node(), head.position(), "the chain ends at position " + chain.position);
            }
            if (chain.position == head.position() && !chain.hash.equals(head.hash())) {
                fault(head.node(), head.position(), "the last entry is not the one that was recorded last");
            }
        }
        anchors.forEach((node, places) -> places.keySet()
                .forEach(position -> fault(node, position, "missing, but another chain contains its hash")));
        List<AuditVerification.Chain> summary = new ArrayList<>();
        chains.forEach((node, chain) -> summary.add(new AuditVerification.Chain(node, chain.count, chain.hash)));
        return new AuditVerification(
                faultsTotal == 0, entries, unchained, otherKeys, summary, faultsTotal, List.copyOf(faults));
    }

    private void fault(StoredEntry entry, String detail) {
        add(new AuditVerification.Fault(
                entry.id(), entry.link().node(), entry.link().position(), detail));
    }

    private void fault(String node, long position, String detail) {
        add(new AuditVerification.Fault(null, node, position, detail));
    }

    private void add(AuditVerification.Fault fault) {
        faultsTotal++;
        if (faults.size() < FAULTS_LISTED) {
            faults.add(fault);
        }
    }
}
