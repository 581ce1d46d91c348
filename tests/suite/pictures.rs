//! Pictures through the front door: what stands in the PDF, what lies beside the Markdown, and that files of others
//! cannot lead anywhere, fill the memory or hold the program up.

#![allow(clippy::disallowed_methods, reason = "tests write their own workspaces")]
#![allow(clippy::unwrap_used, reason = "helpers of tests: what cannot be read back is a failure")]

mod hostile;

use std::fs;

use lopdf::{Document as Pdf, Object, Stream};

use crate::workspace::{Run, Workspace};

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
    width=\"96\" height=\"48\">";

const TEMPLATE: &str = "---\ntitle: Handout\nscope: project\n---\n# {{ document.title }}\n\n";

fn png(size: (u32, u32), color: png::ColorType, samples: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, size.0, size.1);
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(samples).unwrap();
    file
}

fn red_png() -> Vec<u8> {
    png((4, 2), png::ColorType::Rgb, &[200, 0, 0].repeat(8))
}

fn jpeg(color: jpeg_encoder::ColorType, samples: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    jpeg_encoder::Encoder::new(&mut file, 90).encode(samples, 16, 8, color).unwrap();
    file
}

/// A JPEG with an EXIF part right after its start: an orientation, and where it was taken.
fn photo(orientation: u8) -> Vec<u8> {
    let plain = jpeg(jpeg_encoder::ColorType::Rgb, &[10, 120, 200].repeat(16 * 8));
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0".to_vec();
    exif[25] = orientation;
    exif.extend(b"taken at 51.5 N");
    let mut file = plain[..2].to_vec();
    file.extend([0xff, 0xe1]);
    file.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    file.extend(exif);
    file.extend(&plain[2..]);
    file
}

/// `onus render` of a text with one file beside it.
fn rendered(markdown: &str, files: &[(&str, &[u8])]) -> (Run, Workspace) {
    let mut workspace = Workspace::empty().file("text.md", markdown);
    for (name, bytes) in files {
        workspace = workspace.file(name, bytes);
    }
    let run = workspace.run(&["render", "text.md", "--message-format", "json"]);
    (run, workspace)
}

#[track_caller]
fn pdf_of(markdown: &str, files: &[(&str, &[u8])]) -> Pdf {
    let (run, workspace) = rendered(markdown, files);
    assert_eq!(run.code, 0, "{}", run.stdout);
    Pdf::load(workspace.path("text.pdf")).unwrap()
}

/// The codes and messages of a text that shows one file.
fn complaints(name: &str, bytes: &[u8]) -> Vec<String> {
    let (run, workspace) = rendered(&format!("![a plan]({name})\n"), &[(name, bytes)]);
    let records = run.records("diagnostic");
    assert_eq!(run.code, 0, "{name}: {}", run.stdout);
    assert!(workspace.path("text.pdf").exists(), "the PDF shows the description: {name}");
    let shown = |record: &serde_json::Value| {
        format!("{}: {}", record["code"].as_str().unwrap(), record["message"].as_str().unwrap())
    };
    records.iter().map(shown).collect()
}

fn streams<'p>(pdf: &'p Pdf, subtype: &str) -> Vec<&'p Stream> {
    let all = pdf.objects.values().filter_map(|object| object.as_stream().ok());
    let is_it = |stream: &&Stream| {
        stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == subtype.as_bytes())
    };
    all.filter(is_it).collect()
}

fn name_of<'s>(stream: &'s Stream, key: &str) -> &'s str {
    let name = stream.dict.get(key.as_bytes()).and_then(Object::as_name).unwrap_or_default();
    std::str::from_utf8(name).unwrap()
}

/// The alternative texts of all figures, in the order of the structure tree.
fn alternatives(pdf: &Pdf) -> Vec<String> {
    let dictionaries = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let figures = dictionaries.filter(|dictionary| {
        dictionary.get(b"S").and_then(Object::as_name).is_ok_and(|role| role == b"Figure")
    });
    figures
        .map(|figure| {
            let text = figure.get(b"Alt").unwrap().as_str().unwrap();
            let units: Vec<u16> =
                text[2..].chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).unwrap()
        })
        .collect()
}

#[test]
fn a_png_is_an_image_of_its_pixels_with_its_transparency_beside_it() {
    let dots: Vec<u8> = (0..8_u8).flat_map(|dot| [dot * 30, 0, 9, dot * 36]).collect();
    let pdf = pdf_of("![Eight dots](a.png)\n", &[("a.png", &png((4, 2), png::ColorType::Rgba, &dots))]);
    assert_eq!(alternatives(&pdf), ["Eight dots"]);
    let images = streams(&pdf, "Image");
    let of_kind = |space: &str| *images.iter().find(|image| name_of(image, "ColorSpace") == space).unwrap();
    let (color, mask) = (of_kind("DeviceRGB"), of_kind("DeviceGray"));
    assert!(color.dict.has(b"SMask") && images.len() == 2);
    let colors: Vec<u8> = dots.chunks(4).flat_map(|dot| &dot[..3]).copied().collect();
    let alphas: Vec<u8> = dots.chunks(4).map(|dot| dot[3]).collect();
    assert_eq!(color.decompressed_content().unwrap(), colors);
    assert_eq!(mask.decompressed_content().unwrap(), alphas);
    let page = pdf.get_dictionary(pdf.page_iter().next().unwrap()).unwrap();
    assert!(page.has(b"Group"));
}

#[test]
fn a_plain_jpeg_goes_in_as_it_is_but_without_what_the_camera_wrote_beside_it() {
    let (upright, lying) = (photo(1), photo(6));
    let pdf = pdf_of("![x](a.jpg)\n", &[("a.jpg", &upright)]);
    let image = streams(&pdf, "Image")[0];
    assert_eq!(name_of(image, "Filter"), "DCTDecode");
    let holds = |bytes: &[u8]| bytes.windows(8).any(|window| window == b"taken at");
    assert!(holds(&upright) && !holds(&image.content));
    let plain = jpeg(jpeg_encoder::ColorType::Rgb, &[10, 120, 200].repeat(16 * 8));
    assert_eq!(image.content, plain);
    // One that lies on its side is put upright, which needs its pixels.
    let pdf = pdf_of("![x](a.jpg)\n", &[("a.jpg", &lying)]);
    let image = streams(&pdf, "Image")[0];
    let side = |key: &str| image.dict.get(key.as_bytes()).unwrap().as_i64().unwrap();
    assert_eq!((name_of(image, "Filter"), side("Width"), side("Height")), ("FlateDecode", 8, 16));
}

#[test]
fn other_kinds_of_jpeg_are_unpacked() {
    let grey = jpeg(jpeg_encoder::ColorType::Luma, &[90; 128]);
    let image = |pdf: &Pdf| {
        let image = streams(pdf, "Image")[0].clone();
        (name_of(&image, "Filter").to_owned(), name_of(&image, "ColorSpace").to_owned())
    };
    let pdf = pdf_of("![x](a.jpg)\n", &[("a.jpg", &grey)]);
    assert_eq!(image(&pdf), ("DCTDecode".to_owned(), "DeviceGray".to_owned()));
    let inks = jpeg(jpeg_encoder::ColorType::Cmyk, &[0, 200, 200, 0].repeat(128));
    let pdf = pdf_of("![x](a.jpg)\n", &[("a.jpg", &inks)]);
    assert_eq!(image(&pdf), ("FlateDecode".to_owned(), "DeviceRGB".to_owned()));
}

#[test]
fn a_plain_svg_is_drawn_as_outlines_and_a_gradient_as_pixels() {
    let plain = format!(
        "{SVG}<rect width=\"48\" height=\"48\" fill=\"#ff0000\"/>\
         <path d=\"M0 0 L96 48\" stroke=\"#00ff00\" stroke-width=\"4\"/></svg>"
    );
    let pdf = pdf_of("![x](a.svg)\n", &[("a.svg", plain.as_bytes())]);
    assert!(streams(&pdf, "Image").is_empty());
    let form = streams(&pdf, "Form")[0].decompressed_content().unwrap();
    let form = String::from_utf8(form).unwrap();
    // 48 pixels of 1/96 inch are 36 points.
    assert!(form.contains("1 0 0 rg") && form.contains("36 0 l 36 36 l"), "{form}");
    assert!(form.contains("0 1 0 RG 3 w"), "{form}");
    let gradient = format!(
        "{SVG}<linearGradient id=\"g\"><stop stop-color=\"red\"/><stop offset=\"1\" stop-color=\"blue\"/>\
         </linearGradient><rect width=\"96\" height=\"48\" fill=\"url(#g)\"/></svg>"
    );
    let pdf = pdf_of("![x](a.svg)\n", &[("a.svg", gradient.as_bytes())]);
    let image = streams(&pdf, "Image")[0];
    assert!(image.dict.get(b"Width").unwrap().as_i64().unwrap() >= 300);
    let dots = image.decompressed_content().unwrap();
    assert!(dots[0] > 200 && dots[2] < 50, "the left end is red: {:?}", &dots[..3]);
}

#[test]
fn a_picture_shown_often_stands_in_the_file_once() {
    let markdown = "![one](a.png)\n\ntext ![two](a.png) text\n\n| a |\n|---|\n| ![three](a.png) |\n\n\
        # ![four](./a.png)\n";
    let pdf = pdf_of(markdown, &[("a.png", &red_png())]);
    assert_eq!(streams(&pdf, "Image").len(), 1);
    assert_eq!(alternatives(&pdf), ["one", "two", "three", "four"]);
    let pages = pdf.page_iter().map(|page| pdf.get_page_content(page).to_owned()).collect::<Vec<_>>();
    let shown = String::from_utf8_lossy(&pages.concat()).matches("/P0 Do").count();
    assert_eq!(shown, 4);
}

#[test]
fn a_title_is_a_caption_and_a_picture_without_words_is_warned_of() {
    let (run, workspace) =
        rendered("![](plan.png \"The network\")\n\n![](plan.png)\n", &[("plan.png", &red_png())]);
    let run = run.ended_with(0);
    let records = run.records("diagnostic");
    let codes: Vec<_> = records.iter().map(|record| record["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["picture-undescribed", "picture-undescribed"]);
    let pdf = Pdf::load(workspace.path("text.pdf")).unwrap();
    assert_eq!(alternatives(&pdf), ["The network", "Picture plan.png"]);
    assert!(pdf.objects.values().any(|object| {
        let role = object.as_dict().and_then(|dictionary| dictionary.get(b"S")).and_then(Object::as_name);
        role.is_ok_and(|role| role == b"Caption")
    }));
}

#[test]
fn two_runs_give_the_same_bytes() {
    let drawing = format!("{SVG}<g opacity=\"0.5\"><circle r=\"40\"/></g></svg>");
    let files: [(&str, &[u8]); 3] =
        [("a.png", &red_png()), ("b.jpg", &photo(3)), ("c.svg", drawing.as_bytes())];
    let bytes = || {
        let (run, workspace) = rendered("![a](a.png) ![b](b.jpg) ![c](c.svg)\n", &files);
        run.ended_with(0);
        fs::read(workspace.path("text.pdf")).unwrap()
    };
    assert!(bytes() == bytes());
}

#[test]
fn paths_lead_only_to_files_below_the_folder() {
    let workspace = Workspace::empty().file("outside.png", red_png()).file("in/x.png", red_png());
    let long = format!("{}.png", "x".repeat(600));
    for (path, code) in [
        ("../outside.png", "picture-path"),
        ("%2e%2e/outside.png", "picture-path"),
        ("a/../../outside.png", "picture-path"),
        ("/etc/hostname", "picture-path"),
        ("https://example.org/x.png", "picture-path"),
        ("data:image/png;base64,AAAA", "picture-path"),
        ("//example.org/x.png", "picture-path"),
        ("C:\\\\x.png", "picture-path"),
        ("", "picture-path"),
        ("text.md", "picture-path"),
        ("report.pdf/x.png", "picture-path"),
        (&long, "picture-path"),
        ("y.png", "picture-missing"),
        ("no/such/x.png", "picture-missing"),
    ] {
        let workspace = workspace_with_text(&workspace, path);
        let run = workspace.run(&["render", "in/text.md", "--message-format", "json"]).ended_with(0);
        let record = &run.records("diagnostic")[0];
        assert_eq!(record["code"], code, "{path}");
        assert_eq!(record["severity"], "warning", "{path}");
        assert_eq!(record["labels"][0]["line"], 3, "{path}");
        assert!(workspace.path("in/text.pdf").exists());
    }
}

fn workspace_with_text<'w>(workspace: &'w Workspace, path: &str) -> &'w Workspace {
    fs::write(workspace.path("in/text.md"), format!("# Title\n\n![x]({path})\n")).unwrap();
    workspace
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_outside_is_not_followed() {
    let workspace = Workspace::base().file("templates/handout.md", format!("{TEMPLATE}![x](x.png)\n"));
    let other = Workspace::empty().file("secret.png", red_png());
    std::os::unix::fs::symlink(other.path("secret.png"), workspace.path("templates/x.png")).unwrap();
    let run = workspace.run(&["build", "--message-format", "json"]).ended_with(2);
    let record = &run.records("diagnostic")[0];
    assert_eq!(
        (record["code"].as_str(), &record["labels"][0]["line"]),
        (Some("outside-workspace"), &7.into())
    );
    assert!(!workspace.path("output").exists());
}

#[test]
fn documents_of_a_workspace_have_copies_of_their_pictures_beside_the_text() {
    let text = format!("{TEMPLATE}![Plan](img/plan.png)\n\n![Plan again](img/plan.png)\n");
    let workspace = Workspace::base().file("templates/handout.md", &text).file("templates/letter.md", &text);
    let workspace = workspace.file("templates/img/plan.png", red_png());
    let run = workspace.run(&["build", "--message-format", "json"]).ended_with(0);
    let copies: Vec<_> =
        run.records("file").into_iter().filter(|file| file["path"] == "acme/web/img/plan.png").collect();
    assert_eq!(copies.len(), 1);
    assert_eq!(fs::read(workspace.path("output/acme/web/img/plan.png")).unwrap(), red_png());
    assert!(workspace.read("output/acme/web/handout.md").contains("![Plan](img/plan.png)"));
    let manifest = workspace.json("output/acme/manifest.json");
    let listed = manifest["files"].as_array().unwrap().iter().any(|file| file["path"] == "web/img/plan.png");
    assert!(listed, "{manifest}");
    let pdf = Pdf::load(workspace.path("output/acme/web/letter.pdf")).unwrap();
    assert_eq!((streams(&pdf, "Image").len(), alternatives(&pdf).len()), (1, 2));
}

#[test]
fn only_markdown_needs_copies_and_data_needs_no_pictures() {
    let workspace = Workspace::base().file("templates/handout.md", format!("{TEMPLATE}![Plan](plan.png)\n"));
    workspace.run(&["build", "--format", "json"]).ended_with(0);
    let workspace = workspace.file("templates/plan.png", red_png());
    workspace.run(&["build", "--format", "pdf", "--output", "pdf"]).ended_with(0);
    assert!(!workspace.path("pdf/acme/web/plan.png").exists());
    workspace.run(&["build", "--format", "markdown", "--output", "md"]).ended_with(0);
    assert!(workspace.path("md/acme/web/plan.png").exists());
}

#[test]
fn two_pictures_cannot_have_one_place() {
    let summary = TEMPLATE.replace("project", "organization");
    let workspace = Workspace::base()
        .file("templates/handout.md", format!("{TEMPLATE}![Plan](plan.png)\n"))
        .file("templates/summary.md", format!("{summary}![Plan](web/plan.png)\n"))
        .file("templates/plan.png", red_png())
        .file("templates/web/plan.png", png((1, 1), png::ColorType::Grayscale, &[7]));
    let run = workspace.run(&["build", "--message-format", "json"]).ended_with(2);
    let record = &run.records("diagnostic")[0];
    assert_eq!(record["code"], "picture-path");
    assert!(record["message"].as_str().unwrap().contains("acme/web/plan.png"), "{record}");
    assert!(!workspace.path("output").exists());
}
