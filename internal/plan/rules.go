package plan

// checks decides the rules, by their IDs. What they say, how much it weighs
// and to what they apply stands in the catalog.
var checks = map[string]func(*draft, *report){
	"S01": threeParts, "S02": asksAnswered, "S03": shortOpening, "S04": shortParagraphs, "S05": rightLength, "S06": allReasons,
	"S07": causesAnswered, "S08": noBleed, "S09": noPlaceholders, "S10": signedBy, "S11": asksOnce, "S12": fileTitle,

	"R01": ownsFailure, "R02": noPlatformBlame, "R03": noBuyerBlame, "R04": noOwnerBlame, "R05": noThirdBlame,
	"R06": noIgnorance, "R07": notSymptom, "R08": admitOrDispute, "R09": reasonNotPapers, "R10": specific,
	"R11": noConfession, "R12": noHedging, "R13": shortCause,

	"C01": doneNotPlanned, "C02": datedActions, "C03": stockAccounted, "C04": buyersPutRight, "C05": listingState,
	"C06": widerCheck, "C07": actionsProven, "C08": moreThanClosing,

	"P01": wholeControls, "P02": noVagueness, "P03": realTraining, "P04": rulesNotReading, "P05": inForce, "P06": fitsReason,
	"P07": noAbsolutes, "P08": controlCount,

	"T01": noPleading, "T02": noThreats, "T03": oneApology, "T04": noSalesRecord, "T05": noUrgency, "T06": noCriticism,
	"T07": noInsults, "T08": cleanEnglish, "T09": ownWords, "T10": onTheCase,

	"F01": allIdentified, "F02": agreesWithCase, "F03": agreesWithEarlier, "F04": materiallyNew, "F05": exhibitsExist,
	"F06": fileTypes, "F07": noPersonalData, "F08": confirmed, "F09": rightMarketplace, "F10": rightStandards,

	"I01": invoiceAge, "I02": invoiceQuantity, "I03": supplierNamed, "I04": buyerMatches, "I05": productTied,
	"I06": unaltered, "I07": completedSale, "I08": arithmetic, "I09": authorisation, "I10": supplierWarned, "I11": wayBill,

	"X01": rightKind, "X02": ownerAsked, "X03": counterNoticeParts, "X04": identityByPapers, "X05": otherAccountFirst,
	"X06": proofNotPlan, "X07": safetyPapers, "X08": inTime, "X09": escalateWithNew, "X10": walmartEnded,
	"X11": sellerOfRecord, "X12": reviewFacts, "X13": forgedPapers,
}
