//! Reads every cell of the first sheet of a workbook and prints how many there are, and bytes of text.
use calamine::{open_workbook, open_workbook_auto, Data, DataRef, Reader, Xlsx};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("no file")?;
    let (mut cells, mut bytes) = (0usize, 0usize);
    if path.ends_with(".xlsx") {
        // Cell by cell, as it is quickest: the whole sheet is never held.
        let mut book: Xlsx<_> = open_workbook(&path)?;
        let name = book.sheet_names()[0].clone();
        let mut reader = book.worksheet_cells_reader(&name)?;
        while let Some(cell) = reader.next_cell()? {
            cells += 1;
            match cell.get_value() {
                DataRef::String(s) => bytes += s.len(),
                DataRef::SharedString(s) => bytes += s.len(),
                _ => {}
            }
        }
    } else {
        let mut book = open_workbook_auto(&path)?;
        let name = book.sheet_names()[0].clone();
        for row in book.worksheet_range(&name)?.rows() {
            for cell in row {
                cells += 1;
                if let Data::String(s) = cell {
                    bytes += s.len();
                }
            }
        }
    }
    println!("{cells} cells, {bytes} bytes of text");
    Ok(())
}
